package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of other programs to our tables are repaired, and their own tables are not changed. */
class FilterAdapterRepairKernelIT extends FilterAdapterHarness {
    @Test
    void putsARemovedRuleBackInOneTransactionWithAllElements() throws Exception {
        FilterState wanted = putEverything();
        String table = nft("list", "table", "ip", "kube-proxy");
        nft("delete", "rule", "ip", "kube-proxy", "ask", "handle", handle("vmap @services"));
        assertRepairedInOneTransaction(wanted);
        assertThat(sorted(nft("list", "table", "ip", "kube-proxy"))).isEqualTo(sorted(table));
    }

    @Test
    void removesWhatOthersPutIntoOurTable() throws Exception {
        FilterState wanted = putEverything();
        nft("insert", "rule", "ip", "kube-proxy", "input", "accept");
        assertRepairedInOneTransaction(wanted);
        nft("add", "chain", "ip6", "kube-proxy", "foreign", "{ type filter hook input priority 0; }");
        assertRepairedInOneTransaction(wanted);
        nft("add", "set", "ip", "kube-proxy", "foreign", "{ type mark; }");
        assertRepairedInOneTransaction(wanted);
        nft("chain", "ip", "kube-proxy", "output", "{ policy drop; }");
        assertRepairedInOneTransaction(wanted);
        assertThat(nft("list", "ruleset")).doesNotContain("foreign", "policy drop");
    }

    /** kube-proxy removes only the tables that have the names of its own. */
    @Test
    void aStartAfterAnotherProxyRepairsNothingAndForgetsTheVipsOfTheLastRun() throws Exception {
        putEverything();
        nft("delete", "table", "ip", "kube-proxy");
        nft("delete", "table", "ip6", "kube-proxy");
        try (CapturedLog log = new CapturedLog();
                FilterAdapter restarted = new FilterAdapter(
                        namespace.call(NftablesClient::open), EnumSet.allOf(Family.class), FilterTuning.DEFAULT)) {
            assertThat(restarted.prepare()).isEmpty();
            assertThat(restarted.read()).isEqualTo(FilterState.EMPTY);
            assertThat(log.lines("packet_filter_repaired")).isEmpty();
        }
        assertThat(nft("list", "set", "arp", "kube-proxy", "vips")).doesNotContain("elements");
    }

    @Test
    void putsAFlushedRuleSetBackAsFarAsItCan() throws Exception {
        putEverything();
        nft("flush", "ruleset");
        assertThat(adapter.prepare())
                .containsExactlyInAnyOrder(
                        "table ip kube-proxy: missing",
                        "table ip6 kube-proxy: missing",
                        "table ip kube-ipvs: missing",
                        "table ip6 kube-ipvs: missing",
                        "table arp kube-proxy: missing");
        assertThat(adapter.read()).isEqualTo(FilterState.EMPTY);
        apply(admit(WEB));
    }

    @Test
    void removesElementsThatMakeNoSense() throws Exception {
        FilterState wanted = putEverything();
        for (String element : List.of(
                "services { tcp . 10.96.0.3 . 80 : drop }",
                "services { icmp . 10.96.0.3 . 80 : goto refuse }",
                "services { tcp . 10.96.0.3 . 0 : goto refuse }",
                "in-cluster-marks { tcp . 10.96.0.4 . 80 : 0x1 }",
                "restricted { tcp . 10.96.0.5 . 80 }",
                "hairpin { 10.36.0.1 . 10.36.0.2 }",
                "pods { 10.50.0.1-10.50.0.9 }")) {
            nft("add element ip kube-proxy " + element);
        }
        assertThat(adapter.prepare()).as("the structure is as wanted").isEmpty();
        assertThat(adapter.read()).isEqualTo(wanted);
        assertThat(adapter.prepare())
                .singleElement()
                .asString()
                .startsWith("table ip kube-proxy: elements of ")
                .contains("services", "in-cluster-marks", "restricted", "hairpin", "pods");
        assertThat(adapter.read()).isEqualTo(wanted);
        String table = nft("list", "table", "ip", "kube-proxy");
        assertThat(table).doesNotContain("10.96.0.3", "10.96.0.4", "10.96.0.5", "10.36.0.2", "10.50.0");
    }

    @Test
    void addsTheVipsThatTheTableForArpLacks() throws Exception {
        putEverything();
        nft("flush set arp kube-proxy vips");
        nft("add element arp kube-proxy vips { 10.96.99.99 }");
        adapter.prepare();
        adapter.read();
        assertThat(adapter.prepare()).containsExactly("table arp kube-proxy: elements of vips");
        assertThat(nft("list", "set", "arp", "kube-proxy", "vips"))
                .contains("10.96.0.1")
                .doesNotContain("10.96.99.99");
    }

    /** As a version that gave a set another name leaves it behind. */
    @Test
    void removesASetOfAFormerName() throws Exception {
        FilterState wanted = putEverything();
        nft("add", "map", "ip", "kube-proxy", "inside-marks", "{ type inet_proto . ipv4_addr . inet_service : mark; }");
        assertRepairedInOneTransaction(wanted);
        assertThat(nft("list", "table", "ip", "kube-proxy")).doesNotContain("inside-marks");
    }

    @Test
    void leavesOtherTablesAlone() throws Exception {
        nft("add table ip kube-proxy-of-mine; add chain ip kube-proxy-of-mine c { type filter hook input priority 0; };"
                + " add rule ip kube-proxy-of-mine c accept; add table inet kube-proxy");
        String mine = nft("list", "ruleset");
        putEverything();
        nft("insert", "rule", "ip", "kube-proxy", "input", "accept");
        adapter.prepare();
        assertThat(nft("list", "ruleset")).startsWith(mine);
    }
}
