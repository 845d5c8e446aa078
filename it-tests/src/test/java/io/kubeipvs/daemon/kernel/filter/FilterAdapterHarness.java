package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.it.support.KernelNamespace;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A adapter to our tables in a namespace, {@code nft} as witness and as the one who meddles. */
abstract class FilterAdapterHarness {
    static final VirtualServer.Key WEB = key("10.96.0.1", 80, Protocol.TCP);
    static final VirtualServer.Key WEB6 = key("fd00:10:96::1", 80, Protocol.TCP);
    static final VirtualServer.Key DNS = key("10.96.0.10", 53, Protocol.UDP);
    static final VirtualServer.Key SHOP = key("203.0.113.7", 443, Protocol.TCP);
    static final VirtualServer.Key SHOP6 = key("2001:db8::7", 443, Protocol.SCTP);
    static final int MARK = Mark.of(Protocol.TCP, "default/shop:https");
    static final NodeFilterConfig CONFIG =
            NodeFilterConfig.of(config -> config.pods(cidrs("10.36.0.0/16", "fd00:10:36::/48"))
                    .podLinks(Set.of("cali*", "cbr0"))
                    .kept(cidrs("0.0.0.0/0", "::/0"))
                    .keptLinks(Set.of("cali*"))
                    .uplinks(Set.of("eth0"))
                    .serviceRanges(cidrs("10.96.0.0/12", "fd00:10:96::/112"))
                    .sources(Set.of(
                            new NodeFilterConfig.Source("eth0", Ip.parse("192.168.1.2")),
                            new NodeFilterConfig.Source("eth0", Ip.parse("fd00:1::2")),
                            new NodeFilterConfig.Source("longest-name-15", Ip.parse("192.168.2.2"))))
                    .nodeAddresses(Set.of(Ip.parse("192.168.1.2"), Ip.parse("fd00:1::2"))));

    KernelNamespace namespace;
    FilterTransport transport;
    NftablesClient witness;
    FilterAdapter adapter;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        transport = new FilterTransport(namespace.call(() -> NativeTransport.open(NetlinkProtocol.NETFILTER)));
        witness = namespace.call(NftablesClient::open);
        adapter = new FilterAdapter(NftablesClient.over(transport), EnumSet.allOf(Family.class), FilterTuning.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        adapter.close();
        witness.close();
        namespace.close();
    }

    FilterState putEverything() throws Exception {
        adapter.prepare();
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
                new Admission(Admission.Kind.TRANSITION, MARK, from("::/0").sources()),
                key("192.168.1.2", 30080, Protocol.TCP),
                from("0.0.0.0/0"),
                key("192.168.1.2", 30081, Protocol.TCP),
                from(),
                key("203.0.113.7", 32000, Protocol.TCP),
                Admission.of(Admission.Kind.HEALTH_CHECK));
        Map<AddressSet, Set<Ip>> addresses = Map.of(
                AddressSet.VIPS, Set.of(WEB.vip(), WEB6.vip()),
                AddressSet.HAIRPINS, Set.of(Ip.parse("10.36.0.1"), Ip.parse("fd00:10:36::1")));
        assertThat(adapter.apply(Stream.of(
                                admissions.entrySet().stream()
                                        .map(one -> put(one.getKey(), Optional.empty(), one.getValue())),
                                addresses.entrySet().stream()
                                        .flatMap(set -> set.getValue().stream()
                                                .map(ip -> new FilterOp.PutAddress(set.getKey(), ip))),
                                Stream.of(new FilterOp.PutNodeFilterConfig(NodeFilterConfig.NONE, CONFIG)))
                        .flatMap(ops -> ops.map(FilterOp.class::cast))
                        .toList()))
                .containsOnly(new Outcome.Applied());
        return new FilterState(admissions, addresses, CONFIG);
    }

    void assertRepairedInOneTransaction(FilterState wanted) throws Exception {
        int generation = witness.generation();
        assertThat(adapter.prepare()).hasSize(1);
        assertThat(witness.generation()).isEqualTo(generation + 1);
        assertThat(adapter.read()).isEqualTo(wanted);
        assertThat(adapter.prepare()).isEmpty();
        assertThat(witness.generation()).as("all is well now").isEqualTo(generation + 1);
    }

    void apply(FilterOp... ops) {
        assertThat(adapter.apply(List.of(ops))).hasSize(ops.length).containsOnly(new Outcome.Applied());
    }

    String handle(String rule) {
        Matcher line = Pattern.compile(Pattern.quote(rule) + ".*# handle (\\d+)")
                .matcher(nft("-a", "list", "chain", "ip", "kube-proxy", "ask"));
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    String nft(String... arguments) {
        return namespace.run(
                Stream.concat(Stream.of("nft"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Elements of hash tables are listed in no order. */
    static List<String> sorted(String listing) {
        return Stream.of(listing.split("[\\s,{}]+")).sorted().toList();
    }

    static FilterOp admit(VirtualServer.Key key) {
        return put(key, Optional.empty(), Admission.of(Admission.Kind.CLUSTER));
    }

    static FilterOp put(VirtualServer.Key key, Optional<Admission> before, Admission admission) {
        return new FilterOp.PutAdmission(key, before, admission, Phase.ADMIT);
    }

    static Admission from(String... sources) {
        return new Admission(Admission.Kind.EXTERNAL, 0, Optional.of(cidrs(sources)));
    }

    static Set<Cidr> cidrs(String... ranges) {
        return Stream.of(ranges).map(Cidr::parse).collect(Collectors.toSet());
    }

    static VirtualServer.Key key(String address, int port, Protocol protocol) {
        return new VirtualServer.Key(Ip.parse(address), port, protocol);
    }
}
