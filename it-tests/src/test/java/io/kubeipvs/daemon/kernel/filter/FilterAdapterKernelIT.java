package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our tables of the packet filter on a real kernel, with {@code nft} as witness and as the one who meddles. */
class FilterAdapterKernelIT extends FilterAdapterHarness {
    @Test
    void makesItsTablesOnceAndReadsThemEmpty() throws Exception {
        assertThat(adapter.prepare()).isEmpty();
        assertThat(adapter.read()).isEqualTo(FilterState.EMPTY);
        int generation = witness.generation();
        assertThat(adapter.prepare()).isEmpty();
        assertThat(adapter.read()).isEqualTo(FilterState.EMPTY);
        assertThat(witness.generation()).as("nothing was changed").isEqualTo(generation);
        assertThat(nft("list", "tables").lines())
                .containsExactlyInAnyOrder(
                        "table ip kube-proxy",
                        "table ip6 kube-proxy",
                        "table arp kube-proxy",
                        "table ip kube-ipvs",
                        "table ip6 kube-ipvs");
    }

    @Test
    void readsWithoutTablesAndChangesNothing() throws Exception {
        int generation = witness.generation();
        assertThat(adapter.read()).isEqualTo(FilterState.EMPTY);
        assertThat(witness.generation()).isEqualTo(generation);
        assertThat(nft("list", "tables")).isEmpty();
    }

    @Test
    void readsWhatAnotherProcessPut() throws Exception {
        FilterState wanted = putEverything();
        try (FilterAdapter reader = new FilterAdapter(
                namespace.call(NftablesClient::open), EnumSet.allOf(Family.class), FilterTuning.DEFAULT)) {
            int generation = witness.generation();
            assertThat(reader.read()).isEqualTo(wanted);
            assertThat(witness.generation()).isEqualTo(generation);
        }
    }

    @Test
    void aKernelWithoutIpv6HasNoTableForIt() throws Exception {
        try (FilterAdapter v4 = new FilterAdapter(
                namespace.call(NftablesClient::open), EnumSet.of(Family.IPV4), FilterTuning.DEFAULT)) {
            assertThat(v4.prepare()).isEmpty();
            assertThat(v4.read()).isEqualTo(FilterState.EMPTY);
            assertThat(nft("list", "tables").lines())
                    .containsExactlyInAnyOrder("table ip kube-proxy", "table arp kube-proxy", "table ip kube-ipvs");
            assertThat(v4.apply(List.of(admit(WEB), admit(WEB6), admit(DNS))))
                    .containsExactly(
                            new Outcome.Applied(),
                            new Outcome.Refused(
                                    "EINVAL", "admit TCP [fd00:10:96::1]:80 CLUSTER: this kernel has no IPV6"),
                            new Outcome.Applied());
        }
    }

    @Test
    void pausedConnectionsResumeAndASecondProcessFindsNoPause() throws Exception {
        FilterState wanted = putEverything();
        VirtualServer.Key inside = VirtualServer.Key.ofMark(Family.IPV6, MARK);
        apply(new FilterOp.PauseNewConnections(WEB));
        apply(new FilterOp.PauseNewConnections(inside));
        assertThat(nft("list", "set", "ip", "kube-proxy", "changing")).contains("tcp . 10.96.0.1 . 80 expires");
        assertThat(nft("list", "set", "ip6", "kube-proxy", "changing-marks"))
                .contains("0x%08x expires".formatted(MARK));
        apply(new FilterOp.ResumeNewConnections(WEB));
        assertThat(nft("list", "set", "ip", "kube-proxy", "changing")).doesNotContain("expires");

        // As after a kill: the pause of a dead process ends.
        try (FilterAdapter next = new FilterAdapter(
                namespace.call(NftablesClient::open), EnumSet.allOf(Family.class), FilterTuning.DEFAULT)) {
            assertThat(next.prepare()).containsExactly("table ip6 kube-proxy: elements of changing-marks");
            assertThat(next.read()).isEqualTo(wanted);
        }
        assertThat(nft("list", "set", "ip6", "kube-proxy", "changing-marks")).doesNotContain("expires");
    }

    @Test
    void readsBackAllThatWasPut() throws Exception {
        FilterState wanted = putEverything();
        assertThat(adapter.read()).isEqualTo(wanted);
        assertThat(nft("list", "map", "ip", "kube-proxy", "services"))
                .contains("tcp . 10.96.0.1 . 80 : goto cluster", "udp . 10.96.0.10 . 53 : goto refuse");
        assertThat(nft("list", "set", "ip6", "kube-proxy", "allowed")).contains("sctp . 2001:db8::7 . 443 . ::/0");
        assertThat(nft("list", "set", "ip", "kube-proxy", "allowed"))
                .contains(
                        "tcp . 203.0.113.7 . 443 . 10.0.0.0/8",
                        "tcp . 203.0.113.7 . 443 . 192.0.2.1",
                        "tcp . 192.168.1.2 . 30080 . 0.0.0.0/0");
        assertThat(nft("list", "set", "ip", "kube-proxy", "pod-links")).contains("\"cali*\"", "\"cbr0\"");
        assertThat(nft("list", "map", "ip6", "kube-proxy", "sources")).contains("\"eth0\" : fd00:1::2");
    }

    @Test
    void aHoleInTheRangesOfClusterAddressesOpensAndCloses() throws Exception {
        NodeFilterConfig whole = ranges(cidrs("10.96.0.0/12", "fd00:10:96::/112"));
        NodeFilterConfig holed = ranges(Stream.concat(
                        Cidr.parse("10.96.0.0/12").without(Ip.parse("10.96.0.10")).stream(),
                        Cidr.parse("fd00:10:96::/112").without(Ip.parse("fd00:10:96::a")).stream())
                .collect(Collectors.toSet()));
        NodeFilterConfig before = NodeFilterConfig.NONE;
        adapter.prepare();
        for (NodeFilterConfig next : List.of(whole, holed, whole)) {
            assertThat(adapter.apply(List.of(new FilterOp.PutNodeFilterConfig(before, next))))
                    .containsOnly(new Outcome.Applied());
            assertThat(adapter.read().config()).isEqualTo(next);
            before = next;
        }
    }

    private static NodeFilterConfig ranges(Set<Cidr> serviceRanges) {
        return NodeFilterConfig.of(config -> config.serviceRanges(serviceRanges));
    }

    @Test
    void whatWasPutCanBeTakenAwayAgain() throws Exception {
        FilterState state = putEverything();
        assertThat(adapter.apply(Stream.of(
                                state.admissions().entrySet().stream()
                                        .map(one -> new FilterOp.DropAdmission(
                                                one.getKey(), one.getValue(), Phase.CLEAN_UP_FILTER)),
                                state.addresses(AddressSet.VIPS).stream()
                                        .map(ip -> new FilterOp.DropAddress(AddressSet.VIPS, ip)),
                                state.addresses(AddressSet.HAIRPINS).stream()
                                        .map(ip -> new FilterOp.DropAddress(AddressSet.HAIRPINS, ip)),
                                Stream.of(new FilterOp.PutNodeFilterConfig(state.config(), NodeFilterConfig.NONE)))
                        .flatMap(ops -> ops.map(FilterOp.class::cast))
                        .toList()))
                .containsOnly(new Outcome.Applied());
        assertThat(adapter.read()).isEqualTo(FilterState.EMPTY);
    }

    @Test
    void changesAnAdmissionInOneTransactionOfElements() throws Exception {
        adapter.prepare();
        Admission before = new Admission(Admission.Kind.EXTERNAL, 0, Optional.of(cidrs("10.0.0.0/8", "192.0.2.1/32")));
        Admission after = new Admission(Admission.Kind.LOCAL, MARK, Optional.of(cidrs("10.0.0.0/9", "192.0.2.1/32")));
        apply(put(SHOP, Optional.empty(), before));
        int generation = witness.generation();
        apply(put(SHOP, Optional.of(before), after));
        assertThat(witness.generation()).isEqualTo(generation + 1);
        assertThat(adapter.read().admissions()).isEqualTo(Map.of(SHOP, after));
        apply(put(SHOP, Optional.of(after), Admission.of(Admission.Kind.EXTERNAL)));
        assertThat(adapter.read().admissions()).isEqualTo(Map.of(SHOP, Admission.of(Admission.Kind.EXTERNAL)));
        apply(put(SHOP, Optional.of(Admission.of(Admission.Kind.EXTERNAL)), before));
        assertThat(adapter.read().admissions()).isEqualTo(Map.of(SHOP, before));
    }

    @Test
    void changesRangesThatTouchAndThatShareABeginning() throws Exception {
        adapter.prepare();
        NodeFilterConfig last = NodeFilterConfig.NONE;
        for (Set<Cidr> pods : List.of(
                cidrs("10.0.0.0/24"),
                cidrs("10.0.0.0/24", "10.0.1.0/24", "10.0.3.0/24"),
                cidrs("10.0.0.0/16"),
                cidrs("10.0.0.0/24", "10.0.2.0/24"),
                cidrs("0.0.0.0/0"),
                cidrs("255.255.255.0/24", "0.0.0.0/8"))) {
            NodeFilterConfig next = NodeFilterConfig.of(config -> config.pods(pods));
            apply(new FilterOp.PutNodeFilterConfig(last, next));
            assertThat(adapter.read().config()).isEqualTo(next);
            last = next;
        }
    }

    @Test
    void leavesOutRangesThatLieInOthers() throws Exception {
        adapter.prepare();
        apply(put(SHOP, Optional.empty(), from("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "2001:db8::/32")));
        assertThat(adapter.read().admissions()).isEqualTo(Map.of(SHOP, from("10.0.0.0/8")));
    }

    @Test
    void aRefusedOperationDoesNotHinderTheOthers() throws Exception {
        adapter.prepare();
        apply(admit(WEB));
        List<FilterOp> ops = List.of(
                admit(DNS),
                admit(WEB),
                admit(WEB6),
                new FilterOp.DropAdmission(SHOP, Admission.of(Admission.Kind.CLUSTER), Phase.CLEAN_UP_FILTER),
                new FilterOp.PutAddress(AddressSet.VIPS, WEB.vip()));
        assertThat(adapter.apply(ops))
                .containsExactly(
                        new Outcome.Applied(),
                        new Outcome.Lost("EEXIST"),
                        new Outcome.Applied(),
                        new Outcome.Lost("ENOENT"),
                        new Outcome.Applied());
        assertThat(adapter.read().admissions().keySet()).containsExactlyInAnyOrder(WEB, DNS, WEB6);
    }

    @Test
    void putsFiveThousandAdmissionsInFewMessages() throws Exception {
        adapter.prepare();
        List<FilterOp> ops = IntStream.range(0, 5000)
                .<FilterOp>mapToObj(i -> admit(key("10.97." + i / 250 + "." + i % 250, 80, Protocol.TCP)))
                .toList();
        int generation = witness.generation();
        long before = transport.messages();
        assertThat(adapter.apply(ops)).hasSize(5000).containsOnly(new Outcome.Applied());
        assertThat(witness.generation()).isEqualTo(generation + 1);
        assertThat(transport.messages() - before).isLessThan(20);
        long one = transport.messages();
        apply(admit(WEB));
        assertThat(transport.messages() - one)
                .as("begin, element, end and what fences them")
                .isLessThan(6);
        assertThat(adapter.read().admissions()).hasSize(5001);
    }
}
