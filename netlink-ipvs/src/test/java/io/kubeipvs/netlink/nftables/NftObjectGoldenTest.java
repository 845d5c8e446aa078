package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.NftChange.Put.ADD;
import static io.kubeipvs.netlink.nftables.NftChange.Put.CREATE;
import static io.kubeipvs.netlink.nftables.NftChange.Remove.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.Prefix;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NftObjectGoldenTest {
    /** {@code NFTA_SET_ELEM_LIST_SET_ID}. */
    private static final int SET_ID = 4;

    private static final NftTable KUBE = NftTable.of(NftFamily.IP, "kube");
    private static final NftTable DUAL = NftTable.of(NftFamily.INET, "dual");
    private static final NftChain PRE = NftChain.base(KUBE.key(), "pre", ChainType.NAT, Hook.PREROUTING, -105);
    private static final NftChain MASQ = NftChain.regular(KUBE.key(), "masq");
    private static final NftChain IN =
            NftChain.base(DUAL.key(), "in", ChainType.FILTER, Hook.INPUT, 0).withPolicy(ChainPolicy.DROP);

    private static final NftSet VIPS = NftSet.of(KUBE.key(), "vips", DataType.IPV4_ADDR);
    private static final NftSet SOURCES = NftSet.of(KUBE.key(), "sources", DataType.IPV4_ADDR)
            .withFlags(SetFlag.INTERVAL)
            .withComment("who may come");
    private static final NftSet PORTS = new NftSet(
            new NftSet.Key(DUAL.key(), "ports"),
            List.of(DataType.INET_SERVICE),
            List.of(),
            SetFlag.TIMEOUT,
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            1000,
            "");
    private static final NftSet RANGES = NftSet.of(
                    KUBE.key(),
                    "ranges",
                    DataType.IPV4_ADDR,
                    DataType.INET_PROTO,
                    DataType.INET_SERVICE,
                    DataType.IPV4_ADDR)
            .withFlags(SetFlag.INTERVAL);
    private static final NftSet NAMES = NftSet.of(DUAL.key(), "names", DataType.IFNAME);
    private static final NftSet SIX =
            NftSet.of(DUAL.key(), "six", DataType.IPV6_ADDR, DataType.INET_PROTO, DataType.INET_SERVICE);
    private static final NftSet VERDICTS = NftSet.of(
                    KUBE.key(), "verdicts", DataType.IPV4_ADDR, DataType.INET_PROTO, DataType.INET_SERVICE)
            .mapTo(DataType.VERDICT);
    private static final NftSet MARKS =
            NftSet.of(KUBE.key(), "marks", DataType.MARK).mapTo(DataType.IPV4_ADDR);

    private static final NftValue TCP = NftValue.u8(6);
    private static final NftElement DNS =
            NftElement.of(Address.parse("10.96.0.10")).withComment("kube-system/kube-dns");
    private static final NftElement PORT = NftElement.of(NftValue.be16(80)).withTimeout(Duration.ofSeconds(30));
    private static final NftElement RANGE = NftElement.range(
                    concat("10.0.0.0", TCP, 80, "10.96.0.10"), concat("10.255.255.255", TCP, 90, "10.96.0.10"))
            .withComment("both");
    private static final NftElement DNS_V6 = NftElement.of(address("fd00:96::a"), NftValue.u8(17), NftValue.be16(53));
    private static final NftElement JUMP =
            NftElement.of(address("10.96.0.10"), TCP, NftValue.be16(80)).mapTo(Verdict.jump("masq"));
    private static final NftElement DROP =
            NftElement.of(address("10.96.0.10"), TCP, NftValue.be16(81)).mapTo(Verdict.DROP);
    private static final NftElement MARK = NftElement.of(NftValue.u32(0x4000)).mapTo(address("10.1.1.1"));
    private static final List<NftElement> PREFIXES = List.of(
            NftElement.of(Prefix.parse("10.0.0.0/8")),
            NftElement.range(address("192.168.1.1"), address("192.168.1.9")),
            NftElement.of(Prefix.parse("255.255.255.0/24")));

    private static final Decoder<Optional<NftChain>> CHAIN = message -> ChainCodec.decode(message, KUBE.key());
    private static final Decoder<NftSet> SET = message -> SetCodec.decode(message, KUBE.key());

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("nft-create-base-chain", new NftChange.PutChain(PRE, CREATE)),
                Arguments.of("nft-add-chain", new NftChange.PutChain(MASQ, ADD)),
                Arguments.of("nft-add-filter-chain", new NftChange.PutChain(IN, ADD)),
                Arguments.of("nft-add-set-address", new NftChange.PutSet(VIPS, ADD)),
                Arguments.of("nft-add-set-interval", new NftChange.PutSet(SOURCES, ADD)),
                Arguments.of("nft-add-set-timeout", new NftChange.PutSet(PORTS, ADD)),
                Arguments.of("nft-add-set-names", new NftChange.PutSet(NAMES, ADD)),
                Arguments.of("nft-add-map-marks", new NftChange.PutSet(MARKS, ADD)),
                Arguments.of("nft-add-element-comment", new NftChange.PutElements(VIPS, List.of(DNS), ADD)),
                Arguments.of(
                        "nft-create-element",
                        new NftChange.PutElements(VIPS, List.of(NftElement.of(Address.parse("10.96.0.11"))), CREATE)),
                Arguments.of("nft-add-element-timeout", new NftChange.PutElements(PORTS, List.of(PORT), ADD)),
                Arguments.of("nft-add-element-ranges", new NftChange.PutElements(RANGES, List.of(RANGE), ADD)),
                Arguments.of(
                        "nft-add-element-name",
                        new NftChange.PutElements(NAMES, List.of(NftElement.of(NftValue.interfaceName("eth0"))), ADD)),
                Arguments.of("nft-add-element-v6", new NftChange.PutElements(SIX, List.of(DNS_V6), ADD)),
                Arguments.of("nft-add-element-jump", new NftChange.PutElements(VERDICTS, List.of(JUMP), ADD)),
                Arguments.of("nft-add-element-drop", new NftChange.PutElements(VERDICTS, List.of(DROP), ADD)),
                Arguments.of("nft-add-element-mark", new NftChange.PutElements(MARKS, List.of(MARK), ADD)),
                Arguments.of(
                        "nft-delete-element",
                        new NftChange.RemoveElements(
                                VIPS, List.of(NftElement.of(Address.parse("10.96.0.11"))), DELETE)),
                Arguments.of("nft-delete-element-ranges", new NftChange.RemoveElements(RANGES, List.of(RANGE), DELETE)),
                Arguments.of("nft-flush-chain", new NftChange.FlushChain(MASQ.key())),
                Arguments.of("nft-delete-set", new NftChange.RemoveSet(VIPS.key(), DELETE)),
                Arguments.of("nft-delete-chain", new NftChange.RemoveChain(PRE.key(), DELETE)),
                Arguments.of("nft-delete-table", new NftChange.RemoveTable(KUBE.key(), DELETE)));
    }

    /** Without the acknowledgement and the number of a set of the same transaction. */
    @ParameterizedTest
    @MethodSource("changes")
    void writesTheBytesOfNft(String golden, NftChange change) {
        byte[] theirs = acknowledged(without(SET_ID, Golden.bytes("nftables/" + golden)));

        assertThat(Golden.encode(change, new NftChangeEncoder(), theirs)).isEqualTo(theirs);
    }

    @Test
    void readsTheTablesThatTheKernelLists() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/list-tables"), TableCodec::decode))
                .containsExactly(Optional.of(KUBE), Optional.of(DUAL));
        assertThat(Golden.decode(Golden.bytes("nftables/nft-add-table"), TableCodec::decode))
                .containsExactly(Optional.of(KUBE));
    }

    @Test
    void readsTheChainsThatTheKernelListsButNotThoseOfOtherTables() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/list-chains"), CHAIN))
                .containsExactly(Optional.of(PRE), Optional.of(MASQ));
        assertThat(Golden.decode(
                        Golden.bytes("nftables/list-chains"), message -> ChainCodec.decode(message, DUAL.key())))
                .containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void readsTheSetsThatTheKernelLists() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/list-sets"), SET))
                .containsExactly(VIPS, SOURCES, RANGES, VERDICTS, MARKS);
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of("address", VIPS, List.of(NftElement.of(Address.parse("10.96.0.11")), DNS)),
                Arguments.of("interval", SOURCES, PREFIXES),
                Arguments.of("ranges", RANGES, List.of(RANGE)),
                Arguments.of("verdicts", VERDICTS, List.of(JUMP, DROP)),
                Arguments.of("marks", MARKS, List.of(MARK)),
                Arguments.of("v6", SIX, List.of(DNS_V6)));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void readsTheElementsThatTheKernelLists(String golden, NftSet set, List<NftElement> elements) throws Exception {
        assertThat(elements("nftables/list-elements-" + golden, set)).containsExactlyInAnyOrderElementsOf(elements);
    }

    @Test
    void readsHowLongAnElementHas() throws Exception {
        assertThat(elements("nftables/list-elements-timeout", PORTS))
                .singleElement()
                .satisfies(element -> {
                    assertThat(element.timeout()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(element.expiration()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(30));
                });
    }

    @Test
    void readsTheIntervalsThatNftWritesAndPassesOverItsEndAtZero() throws Exception {
        assertThat(elements("nftables/nft-add-elements-interval", SOURCES)).isEqualTo(PREFIXES);
        assertThat(elements("nftables/nft-delete-element-interval", SOURCES)).isEqualTo(PREFIXES.subList(0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft-add-set-ranges", "nft-add-set-v6", "nft-add-map-verdicts"})
    void readsTheConcatenationsOfNft(String golden) throws Exception {
        NftSet set = Stream.of(RANGES, SIX, VERDICTS)
                .filter(any -> golden.endsWith(any == SIX ? "v6" : any.key().name()))
                .findFirst()
                .orElseThrow();

        assertThat(Golden.decode(
                        Golden.bytes("nftables/" + golden),
                        message -> SetCodec.decode(message, set.key().table())))
                .containsExactly(set);
        byte[] theirs = acknowledged(without(SetCodec.Attr.USERDATA, Golden.bytes("nftables/" + golden)));
        byte[] ours = Golden.encode(new NftChange.PutSet(set, ADD), new NftChangeEncoder(), theirs);
        assertThat(without(SetCodec.Attr.USERDATA, ours)).isEqualTo(theirs);
    }

    @Test
    void readsTheEndOfATransaction() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/event-generation"), NftEvents::decode))
                .containsExactly(Optional.of(new NftEvent.Generation(1, 187, 187, "nft")));
    }

    @Test
    void readsTheEventsOfATransaction() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/event-table-created"), NftEvents::decode))
                .containsExactly(
                        Optional.of(new NftEvent.Put(NftEvent.Kind.TABLE, KUBE.key(), "kube")),
                        Optional.of(new NftEvent.Put(NftEvent.Kind.SET, KUBE.key(), "vips")));
        assertThat(Golden.decode(Golden.bytes("nftables/event-elements-added"), NftEvents::decode))
                .hasSize(2)
                .containsOnly(Optional.of(new NftEvent.Put(NftEvent.Kind.ELEMENT, KUBE.key(), "vips")));
    }

    @Test
    void listsAreEventsToo() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/list-chains"), NftEvents::decode))
                .containsExactly(
                        Optional.of(new NftEvent.Put(NftEvent.Kind.CHAIN, KUBE.key(), "pre")),
                        Optional.of(new NftEvent.Put(NftEvent.Kind.CHAIN, KUBE.key(), "masq")));
        assertThat(Golden.decode(Golden.bytes("nftables/nft-delete-element"), NftEvents::decode))
                .containsExactly(Optional.of(new NftEvent.Removed(NftEvent.Kind.ELEMENT, KUBE.key(), "vips")));
    }

    static Stream<Arguments> readers() {
        Decoder<?> table = TableCodec::decode;
        Decoder<?> elements = ElementCodec::decode;
        Decoder<?> event = NftEvents::decode;
        return Stream.of(
                Arguments.of("list-tables", table),
                Arguments.of("list-chains", CHAIN),
                Arguments.of("list-sets", SET),
                Arguments.of("nft-add-set-ranges", SET),
                Arguments.of("list-elements-interval", elements),
                Arguments.of("list-elements-ranges", elements),
                Arguments.of("list-elements-verdicts", elements),
                Arguments.of("list-elements-timeout", elements),
                Arguments.of("event-generation", event),
                Arguments.of("event-table-created", event),
                Arguments.of("event-elements-added", event),
                Arguments.of("list-chains", event),
                Arguments.of("nft-delete-element", event));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void survivesDamage(String golden, Decoder<?> decoder) {
        Golden.assertSurvivesDamage("nftables/" + golden, decoder);
    }

    private static List<NftElement> elements(String golden, NftSet set) throws Exception {
        List<SplitIntervals.Half> all = Golden.decode(Golden.bytes(golden), ElementCodec::decode).stream()
                .flatMap(List::stream)
                .toList();
        return set.hasSplitIntervals()
                ? SplitIntervals.join(all)
                : all.stream().map(SplitIntervals.Half::element).toList();
    }

    private static byte[] acknowledged(byte[] message) {
        message[6] |= 4;
        return message;
    }

    /** A message without one of its attributes, if it is one about elements or that is their user data. */
    private static byte[] without(int type, byte[] message) {
        boolean elements = message[4] == NftMessage.NEWSETELEM || message[4] == NftMessage.DELSETELEM;
        if (type == SET_ID && !elements) {
            return message;
        }
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        ByteBuffer out = ByteBuffer.allocate(message.length).order(ByteOrder.nativeOrder());
        out.put(message, 0, 20);
        for (int at = 20; at < message.length; ) {
            int length = Math.min(message.length - at, in.getShort(at) + 3 & ~3);
            if (in.getShort(at + 2) != type) {
                out.put(message, at, length);
            }
            at += length;
        }
        byte[] rest = new byte[out.position()];
        out.putInt(0, rest.length).get(0, rest);
        return rest;
    }

    private static NftValue address(String text) {
        return NftValue.address(Address.parse(text));
    }

    private static NftValue concat(String from, NftValue protocol, int port, String to) {
        return NftValue.concat(address(from), protocol, NftValue.be16(port), address(to));
    }
}
