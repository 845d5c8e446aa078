package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.nftables.NftablesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chains that {@code nft} makes, and what is logged about them. */
class ForeignPoliciesKernelIT {
    private KernelNamespace namespace;
    private NftablesClient client;
    private ForeignPolicies policies;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        client = namespace.call(NftablesClient::open);
        policies = new ForeignPolicies(client);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @Test
    void logsOnceEachChainThatDropsWherePacketsOfServicesPass() {
        chain("inet", "filter", "in", "hook input priority 0; policy drop;");
        chain("ip6", "guard", "fw", "hook forward priority -5; policy drop;");
        assertThat(logged())
                .contains("other_filter_drops table=\"inet filter\" chain=in hook=input ")
                .contains("nft insert rule inet filter in ct state established,related accept")
                .contains("other_filter_drops table=\"ip6 guard\" chain=fw hook=forward ")
                .contains("nft insert rule ip6 guard fw ct state established,related accept");
        assertThat(logged()).isEmpty();
        chain("ip", "unrelated", "regular", "");
        assertThat(logged()).as("the rule set changed, and nothing else drops").isEmpty();

        nft("chain inet filter in { policy accept; }");
        assertThat(logged()).isEmpty();
        nft("chain inet filter in { policy drop; }");
        assertThat(logged()).contains("chain=in").doesNotContain("chain=fw");
    }

    @Test
    void whatDropsNothingOfServicesIsPassedOver() {
        chain("inet", "filter", "in", "hook input priority 0; policy accept;");
        chain("inet", "filter", "out", "hook output priority 0; policy drop;");
        chain("inet", "filter", "regular", "");
        chain("bridge", "filter", "in", "hook input priority 0; policy drop;");
        chain("arp", "filter", "in", "hook input priority 0; policy drop;");
        chain("ip", "asleep", "in", "hook input priority 0; policy drop;");
        nft("add table ip asleep { flags dormant; }");
        assertThat(logged()).isEmpty();
    }

    @Test
    void theLoggedRulesLetServicesIn() {
        chain("inet", "filter", "in", "hook input priority 0; policy drop;");
        String logged = logged();
        String rules = logged.substring(logged.indexOf("fix=\"") + 5, logged.lastIndexOf('"'));
        for (String rule : rules.replace("<range of VIPs>", "10.96.0.0/12").split("; ")) {
            namespace.run("sh", "-c", rule.replaceFirst("nft (.*)", "nft '$1'"));
        }
        assertThat(namespace.run("nft", "list", "chain", "inet", "filter", "in"))
                .contains("10.96.0.0/12", "30000-32767");
    }

    @Test
    void aLastRuleThatRejectsIsReportedInTheWordsOfItsProgram() {
        namespace.run("sh", "-ec", """
                for tables in iptables-nft ip6tables-nft; do
                  $tables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
                  $tables -A INPUT -p tcp --dport 22 -j ACCEPT
                  $tables -A INPUT -j REJECT
                  $tables -A FORWARD -j LOG
                  $tables -N last
                  $tables -A last -j DROP
                  $tables -A FORWARD -g last
                done
                """);
        assertThat(logged().lines())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line)
                        .contains("table=\"ip filter\" chain=INPUT hook=input cause=\"its last rule refuses packets")
                        .contains("fix=\"iptables -I INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; "
                                + "iptables -I INPUT -d <range of VIPs> -j ACCEPT; ")
                        .doesNotContain("nft insert"))
                .anySatisfy(line -> assertThat(line)
                        .contains("table=\"ip6 filter\" chain=FORWARD hook=forward")
                        .contains("fix=\"ip6tables -I FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\""));
    }

    /** The advised commands leave the table readable for its program. */
    @Test
    void theAdviceForIptablesIsTakenAndItsTableStaysCompatible() {
        namespace.run("sh", "-ec", "iptables-nft -P INPUT DROP");
        String logged = logged();
        String rules = logged.substring(logged.indexOf("fix=\"") + 5, logged.lastIndexOf('"'));
        for (String rule : rules.replace("<range of VIPs>", "10.96.0.0/12").split("; ")) {
            namespace.run("sh", "-c", rule.replaceFirst("iptables", "iptables-nft"));
        }
        assertThat(namespace.run("iptables-nft-save"))
                .contains("-A INPUT -d 10.96.0.0/12 -j ACCEPT", "--dport 30000:32767");
    }

    @Test
    void firewalldIsNamedWithItsOwnCommand() {
        namespace.run("nft", """
                table inet firewalld {
                  chain filter_INPUT {
                    type filter hook input priority 10;
                    ct state { established, related } accept
                    iifname "lo" accept
                    jump filter_INPUT_ZONES
                    reject with icmpx type admin-prohibited
                  }
                  chain filter_FORWARD {
                    type filter hook forward priority 10;
                    ct state { established, related } accept
                    reject with icmpx type admin-prohibited
                  }
                  chain filter_INPUT_ZONES { goto filter_IN_public; }
                  chain filter_IN_public { tcp dport 22 accept; }
                }
                """);
        assertThat(logged().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .contains("table=\"inet firewalld\" chain=filter_INPUT hook=input")
                        .contains("firewall-cmd --permanent --zone=trusted --add-source=<range of pods>")
                        .contains("firewall-cmd --permanent --add-port=30000-32767/tcp")
                        .endsWith("firewall-cmd --reload\""))
                .anySatisfy(line -> assertThat(line).contains("chain=filter_FORWARD hook=forward"));
    }

    @Test
    void aChainThatAcceptsAtItsEndIsPassedOver() {
        namespace.run("nft", """
                table inet open {
                  chain in {
                    type filter hook input priority 0;
                    tcp dport 23 drop
                    jump checks
                    accept
                    drop
                  }
                  chain checks { ip saddr 192.0.2.1 reject; return; drop; }
                }
                """);
        assertThat(logged()).isEmpty();
    }

    private void chain(String family, String table, String name, String hook) {
        String base = hook.isEmpty() ? "" : " { type filter " + hook + " }";
        nft("add table " + family + " " + table);
        nft("add chain " + family + " " + table + " " + name + base);
    }

    private void nft(String command) {
        namespace.run("nft", command);
    }

    private String logged() {
        try (CapturedLog log = new CapturedLog()) {
            policies.look();
            return String.join("\n", log.lines("other_filter_drops"));
        }
    }
}
