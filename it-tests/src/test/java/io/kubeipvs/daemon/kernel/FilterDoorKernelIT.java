package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.Surroundings;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.it.KernelNamespace;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our tables of the packet filter on a real kernel, with {@code nft} as witness and as the one who meddles. */
class FilterDoorKernelIT {
    private static final VirtualServer.Key WEB = key("10.96.0.1", 80, Protocol.TCP);
    private static final VirtualServer.Key WEB6 = key("fd00:10:96::1", 80, Protocol.TCP);
    private static final VirtualServer.Key DNS = key("10.96.0.10", 53, Protocol.UDP);
    private static final VirtualServer.Key SHOP = key("203.0.113.7", 443, Protocol.TCP);
    private static final VirtualServer.Key SHOP6 = key("2001:db8::7", 443, Protocol.SCTP);
    private static final int MARK = Mark.of(Protocol.TCP, "default/shop:https");
    private static final Surroundings AROUND = new Surroundings(
            cidrs("10.36.0.0/16", "fd00:10:36::/48"),
            Set.of("cali*", "cbr0"),
            cidrs("0.0.0.0/0", "::/0"),
            Set.of("cali*"),
            cidrs("10.96.0.0/12", "fd00:10:96::/112"),
            Set.of(
                    new Surroundings.Source("eth0", Ip.parse("192.168.1.2")),
                    new Surroundings.Source("eth0", Ip.parse("fd00:1::2")),
                    new Surroundings.Source("longest-name-15", Ip.parse("192.168.2.2"))),
            Set.of(Ip.parse("192.168.1.2"), Ip.parse("fd00:1::2")),
            Set.of());

    private KernelNamespace namespace;
    private FilterTransport transport;
    private NftablesClient witness;
    private FilterDoor door;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        transport = new FilterTransport(namespace.call(() -> NativeTransport.open(NetlinkProtocol.NETFILTER)));
        witness = namespace.call(NftablesClient::open);
        door = new FilterDoor(NftablesClient.over(transport), EnumSet.allOf(Family.class));
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        witness.close();
        namespace.close();
    }

    @Test
    void makesItsTablesOnceAndReadsThemEmpty() throws Exception {
        assertThat(door.read()).isEqualTo(FilterState.EMPTY);
        int generation = witness.generation();
        assertThat(door.read()).isEqualTo(FilterState.EMPTY);
        assertThat(witness.generation()).as("nothing was changed").isEqualTo(generation);
        assertThat(nft("list", "tables")).isEqualTo("table ip kube-ipvs\ntable ip6 kube-ipvs\ntable arp kube-ipvs\n");
    }

    @Test
    void aKernelWithoutIpv6HasNoTableForIt() throws Exception {
        try (FilterDoor v4 = new FilterDoor(namespace.call(NftablesClient::open), EnumSet.of(Family.IPV4))) {
            assertThat(v4.read()).isEqualTo(FilterState.EMPTY);
            assertThat(nft("list", "tables")).isEqualTo("table ip kube-ipvs\ntable arp kube-ipvs\n");
            assertThat(v4.apply(List.of(admit(WEB), admit(WEB6), admit(DNS))))
                    .containsExactly(
                            new Outcome.Applied(),
                            new Outcome.Refused(
                                    "EINVAL", "admit TCP [fd00:10:96::1]:80 CLUSTER: this kernel has no IPV6"),
                            new Outcome.Applied());
        }
    }

    @Test
    void readsBackAllThatWasPut() throws Exception {
        FilterState wanted = putEverything();
        assertThat(door.read()).isEqualTo(wanted);
        assertThat(nft("list", "map", "ip", "kube-ipvs", "services"))
                .contains("tcp . 10.96.0.1 . 80 : goto cluster", "udp . 10.96.0.10 . 53 : goto refuse");
        assertThat(nft("list", "set", "ip6", "kube-ipvs", "allowed")).contains("sctp . 2001:db8::7 . 443 . ::/0");
        assertThat(nft("list", "set", "ip", "kube-ipvs", "allowed"))
                .contains(
                        "tcp . 203.0.113.7 . 443 . 10.0.0.0/8",
                        "tcp . 203.0.113.7 . 443 . 192.0.2.1",
                        "tcp . 192.168.1.2 . 30080 . 0.0.0.0/0");
        assertThat(nft("list", "set", "ip", "kube-ipvs", "pod-links")).contains("\"cali*\"", "\"cbr0\"");
        assertThat(nft("list", "map", "ip6", "kube-ipvs", "sources")).contains("\"eth0\" : fd00:1::2");
    }

    @Test
    void aHoleInTheRangesOfClusterAddressesOpensAndCloses() throws Exception {
        Surroundings whole = ranges(cidrs("10.96.0.0/12", "fd00:10:96::/112"));
        Surroundings holed = ranges(Stream.concat(
                        Cidr.parse("10.96.0.0/12").without(Ip.parse("10.96.0.10")).stream(),
                        Cidr.parse("fd00:10:96::/112").without(Ip.parse("fd00:10:96::a")).stream())
                .collect(Collectors.toSet()));
        Surroundings before = Surroundings.NONE;
        door.read();
        for (Surroundings next : List.of(whole, holed, whole)) {
            assertThat(door.apply(List.of(new FilterOp.PutSurroundings(before, next))))
                    .containsOnly(new Outcome.Applied());
            assertThat(door.read().surroundings()).isEqualTo(next);
            before = next;
        }
    }

    private static Surroundings ranges(Set<Cidr> serviceRanges) {
        return new Surroundings(Set.of(), Set.of(), Set.of(), Set.of(), serviceRanges, Set.of(), Set.of(), Set.of());
    }

    @Test
    void whatWasPutCanBeTakenAwayAgain() throws Exception {
        FilterState state = putEverything();
        assertThat(door.apply(Stream.of(
                                state.admissions().entrySet().stream()
                                        .map(one ->
                                                new FilterOp.DropAdmission(one.getKey(), one.getValue(), Phase.RETIRE)),
                                state.addresses(AddressSet.VIPS).stream()
                                        .map(ip -> new FilterOp.DropAddress(AddressSet.VIPS, ip)),
                                state.addresses(AddressSet.HAIRPINS).stream()
                                        .map(ip -> new FilterOp.DropAddress(AddressSet.HAIRPINS, ip)),
                                Stream.of(new FilterOp.PutSurroundings(state.surroundings(), Surroundings.NONE)))
                        .flatMap(ops -> ops.map(FilterOp.class::cast))
                        .toList()))
                .containsOnly(new Outcome.Applied());
        assertThat(door.read()).isEqualTo(FilterState.EMPTY);
    }

    @Test
    void changesAnAdmissionInOneTransactionOfElements() throws Exception {
        door.read();
        Admission before = new Admission(Admission.Kind.EXTERNAL, 0, Optional.of(cidrs("10.0.0.0/8", "192.0.2.1/32")));
        Admission after = new Admission(Admission.Kind.LOCAL, MARK, Optional.of(cidrs("10.0.0.0/9", "192.0.2.1/32")));
        apply(put(SHOP, Optional.empty(), before));
        int generation = witness.generation();
        apply(put(SHOP, Optional.of(before), after));
        assertThat(witness.generation()).isEqualTo(generation + 1);
        assertThat(door.read().admissions()).isEqualTo(Map.of(SHOP, after));
        apply(put(SHOP, Optional.of(after), Admission.of(Admission.Kind.EXTERNAL)));
        assertThat(door.read().admissions()).isEqualTo(Map.of(SHOP, Admission.of(Admission.Kind.EXTERNAL)));
        apply(put(SHOP, Optional.of(Admission.of(Admission.Kind.EXTERNAL)), before));
        assertThat(door.read().admissions()).isEqualTo(Map.of(SHOP, before));
    }

    @Test
    void changesRangesThatTouchAndThatShareABeginning() throws Exception {
        door.read();
        Surroundings last = Surroundings.NONE;
        for (Set<Cidr> pods : List.of(
                cidrs("10.0.0.0/24"),
                cidrs("10.0.0.0/24", "10.0.1.0/24", "10.0.3.0/24"),
                cidrs("10.0.0.0/16"),
                cidrs("10.0.0.0/24", "10.0.2.0/24"),
                cidrs("0.0.0.0/0"),
                cidrs("255.255.255.0/24", "0.0.0.0/8"))) {
            Surroundings next =
                    new Surroundings(pods, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
            apply(new FilterOp.PutSurroundings(last, next));
            assertThat(door.read().surroundings()).isEqualTo(next);
            last = next;
        }
    }

    @Test
    void leavesOutRangesThatLieInOthers() throws Exception {
        door.read();
        apply(put(SHOP, Optional.empty(), from("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "2001:db8::/32")));
        assertThat(door.read().admissions()).isEqualTo(Map.of(SHOP, from("10.0.0.0/8")));
    }

    @Test
    void aRefusedOperationDoesNotHinderTheOthers() throws Exception {
        door.read();
        apply(admit(WEB));
        List<FilterOp> ops = List.of(
                admit(DNS),
                admit(WEB),
                admit(WEB6),
                new FilterOp.DropAdmission(SHOP, Admission.of(Admission.Kind.CLUSTER), Phase.RETIRE),
                new FilterOp.PutAddress(AddressSet.VIPS, WEB.vip()));
        assertThat(door.apply(ops))
                .containsExactly(
                        new Outcome.Applied(),
                        new Outcome.Lost("EEXIST"),
                        new Outcome.Applied(),
                        new Outcome.Lost("ENOENT"),
                        new Outcome.Applied());
        assertThat(door.read().admissions().keySet()).containsExactlyInAnyOrder(WEB, DNS, WEB6);
    }

    @Test
    void putsARemovedRuleBackInOneTransactionWithAllElements() throws Exception {
        FilterState wanted = putEverything();
        String table = nft("list", "table", "ip", "kube-ipvs");
        nft("delete", "rule", "ip", "kube-ipvs", "ask", "handle", handle("vmap @services"));
        assertRepairedInOneTransaction(wanted);
        assertThat(sorted(nft("list", "table", "ip", "kube-ipvs"))).isEqualTo(sorted(table));
    }

    @Test
    void removesWhatOthersPutIntoOurTable() throws Exception {
        FilterState wanted = putEverything();
        nft("insert", "rule", "ip", "kube-ipvs", "input", "accept");
        assertRepairedInOneTransaction(wanted);
        nft("add", "chain", "ip6", "kube-ipvs", "foreign", "{ type filter hook input priority 0; }");
        assertRepairedInOneTransaction(wanted);
        nft("add", "set", "ip", "kube-ipvs", "foreign", "{ type mark; }");
        assertRepairedInOneTransaction(wanted);
        nft("chain", "ip", "kube-ipvs", "output", "{ policy drop; }");
        assertRepairedInOneTransaction(wanted);
        assertThat(nft("list", "ruleset")).doesNotContain("foreign", "policy drop");
    }

    @Test
    void putsAFlushedRuleSetBackAsFarAsItCan() throws Exception {
        putEverything();
        nft("flush", "ruleset");
        assertThat(door.read()).isEqualTo(FilterState.EMPTY);
        apply(admit(WEB));
    }

    @Test
    void removesElementsThatMakeNoSense() throws Exception {
        FilterState wanted = putEverything();
        for (String element : List.of(
                "services { tcp . 10.96.0.3 . 80 : drop }",
                "services { icmp . 10.96.0.3 . 80 : goto refuse }",
                "services { tcp . 10.96.0.3 . 0 : goto refuse }",
                "inside-marks { tcp . 10.96.0.4 . 80 : 0x1 }",
                "restricted { tcp . 10.96.0.5 . 80 }",
                "hairpin { 10.36.0.1 . 10.36.0.2 }",
                "pods { 10.50.0.1-10.50.0.9 }")) {
            nft("add element ip kube-ipvs " + element);
        }
        assertThat(door.read()).isEqualTo(wanted);
        String table = nft("list", "table", "ip", "kube-ipvs");
        assertThat(table).doesNotContain("10.96.0.3", "10.96.0.4", "10.96.0.5", "10.36.0.2", "10.50.0");
    }

    @Test
    void leavesOtherTablesAlone() throws Exception {
        nft("add table ip kube-ipvs-of-mine; add chain ip kube-ipvs-of-mine c { type filter hook input priority 0; };"
                + " add rule ip kube-ipvs-of-mine c accept; add table inet kube-ipvs");
        String mine = nft("list", "ruleset");
        putEverything();
        nft("insert", "rule", "ip", "kube-ipvs", "input", "accept");
        door.read();
        assertThat(nft("list", "ruleset")).startsWith(mine);
    }

    @Test
    void putsFiveThousandAdmissionsInFewMessages() throws Exception {
        door.read();
        List<FilterOp> ops = IntStream.range(0, 5000)
                .<FilterOp>mapToObj(i -> admit(key("10.97." + i / 250 + "." + i % 250, 80, Protocol.TCP)))
                .toList();
        int generation = witness.generation();
        long before = transport.messages();
        assertThat(door.apply(ops)).hasSize(5000).containsOnly(new Outcome.Applied());
        assertThat(witness.generation()).isEqualTo(generation + 1);
        assertThat(transport.messages() - before).isLessThan(20);
        long one = transport.messages();
        apply(admit(WEB));
        assertThat(transport.messages() - one)
                .as("begin, element, end and what fences them")
                .isLessThan(6);
        assertThat(door.read().admissions()).hasSize(5001);
    }

    private FilterState putEverything() throws Exception {
        door.read();
        Map<VirtualServer.Key, Admission> admissions = Map.of(
                WEB,
                Admission.of(Admission.Kind.CLUSTER),
                WEB6,
                new Admission(Admission.Kind.NO_LOCAL, MARK, Optional.empty()),
                DNS,
                Admission.of(Admission.Kind.REFUSE),
                SHOP,
                new Admission(
                        Admission.Kind.LOCAL,
                        MARK,
                        from("10.0.0.0/8", "192.0.2.1/32").sources()),
                SHOP6,
                new Admission(Admission.Kind.TURNING, MARK, from("::/0").sources()),
                key("192.168.1.2", 30080, Protocol.TCP),
                from("0.0.0.0/0"),
                key("192.168.1.2", 30081, Protocol.TCP),
                from());
        Map<AddressSet, Set<Ip>> addresses = Map.of(
                AddressSet.VIPS, Set.of(WEB.vip(), WEB6.vip()),
                AddressSet.HAIRPINS, Set.of(Ip.parse("10.36.0.1"), Ip.parse("fd00:10:36::1")));
        assertThat(door.apply(Stream.of(
                                admissions.entrySet().stream()
                                        .map(one -> put(one.getKey(), Optional.empty(), one.getValue())),
                                addresses.entrySet().stream()
                                        .flatMap(set -> set.getValue().stream()
                                                .map(ip -> new FilterOp.PutAddress(set.getKey(), ip))),
                                Stream.of(new FilterOp.PutSurroundings(Surroundings.NONE, AROUND)))
                        .flatMap(ops -> ops.map(FilterOp.class::cast))
                        .toList()))
                .containsOnly(new Outcome.Applied());
        return new FilterState(admissions, addresses, AROUND);
    }

    private void assertRepairedInOneTransaction(FilterState wanted) throws Exception {
        int generation = witness.generation();
        assertThat(door.read()).isEqualTo(wanted);
        assertThat(witness.generation()).isEqualTo(generation + 1);
        assertThat(door.read()).isEqualTo(wanted);
        assertThat(witness.generation()).as("all is well now").isEqualTo(generation + 1);
    }

    private void apply(FilterOp... ops) {
        assertThat(door.apply(List.of(ops))).hasSize(ops.length).containsOnly(new Outcome.Applied());
    }

    private String handle(String rule) {
        Matcher line = Pattern.compile(Pattern.quote(rule) + ".*# handle (\\d+)")
                .matcher(nft("-a", "list", "chain", "ip", "kube-ipvs", "ask"));
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    private String nft(String... arguments) {
        return namespace.run(
                Stream.concat(Stream.of("nft"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Elements of hash tables are listed in no order. */
    private static List<String> sorted(String listing) {
        return Stream.of(listing.split("[\\s,{}]+")).sorted().toList();
    }

    private static FilterOp admit(VirtualServer.Key key) {
        return put(key, Optional.empty(), Admission.of(Admission.Kind.CLUSTER));
    }

    private static FilterOp put(VirtualServer.Key key, Optional<Admission> before, Admission admission) {
        return new FilterOp.PutAdmission(key, before, admission, Phase.ADMIT);
    }

    private static Admission from(String... sources) {
        return new Admission(Admission.Kind.EXTERNAL, 0, Optional.of(cidrs(sources)));
    }

    private static Set<Cidr> cidrs(String... ranges) {
        return Stream.of(ranges).map(Cidr::parse).collect(Collectors.toSet());
    }

    private static VirtualServer.Key key(String address, int port, Protocol protocol) {
        return new VirtualServer.Key(Ip.parse(address), port, protocol);
    }
}
