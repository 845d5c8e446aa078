package io.kubeipvs.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class NftObjectProperties {
    private static final byte[] HEADER = new byte[16];
    private static final NftTable.Key TABLE = new NftTable.Key(NftFamily.IP6, "kube");

    @Property
    void tablesSurviveTheWire(@ForAll("tables") NftTable table) throws Exception {
        byte[] wire = encode(new NftChange.PutTable(table, NftChange.Put.ADD));

        assertThat(Golden.decode(wire, TableCodec::decode)).containsExactly(Optional.of(table));
    }

    @Property
    void chainsSurviveTheWire(@ForAll("chains") NftChain chain) throws Exception {
        byte[] wire = encode(new NftChange.PutChain(chain, NftChange.Put.CREATE));

        assertThat(Golden.decode(
                        wire, message -> ChainCodec.decode(message, chain.key().table())))
                .containsExactly(Optional.of(chain));
    }

    @Property
    void setsSurviveTheWire(@ForAll("sets") NftSet set) throws Exception {
        byte[] wire = encode(new NftChange.PutSet(set, NftChange.Put.ADD));

        assertThat(Golden.decode(
                        wire, message -> SetCodec.decode(message, set.key().table())))
                .containsExactly(set);
    }

    @Property
    void elementsSurviveTheWireAndHaveTheirComputedSize(@ForAll("filledSets") Filled filled) throws Exception {
        byte[] wire = encode(new NftChange.PutElements(filled.set(), filled.elements(), NftChange.Put.ADD));

        assertThat(decodeElements(wire, filled.set())).containsExactlyInAnyOrderElementsOf(filled.elements());
        int reckoned = filled.elements().stream()
                .mapToInt(element -> ElementSize.of(filled.set(), element))
                .sum();
        assertThat(listLength(wire)).isEqualTo(4 + reckoned);
    }

    @Property
    void removalsAreTheKeysAlone(@ForAll("filledSets") Filled filled) throws Exception {
        byte[] wire = encode(new NftChange.RemoveElements(filled.set(), filled.elements(), NftChange.Remove.DESTROY));

        assertThat(decodeElements(wire, filled.set()))
                .containsExactlyInAnyOrderElementsOf(
                        filled.elements().stream().map(NftElement::key).toList());
    }

    @Property
    void piecesOfAListFitAMessageAndLoseNothing(@ForAll("commented") @Size(max = 2000) List<NftElement> elements) {
        NftSet set = NftSet.of(TABLE, "s", DataType.INET_SERVICE).withFlags(SetFlag.INTERVAL);

        List<List<NftElement>> pieces = ElementSize.pieces(set, elements);

        assertThat(pieces.stream().flatMap(List::stream).toList()).isEqualTo(elements);
        assertThat(pieces).allSatisfy(piece -> {
            int bytes = piece.stream()
                    .mapToInt(element -> ElementSize.of(set, element))
                    .sum();
            assertThat(piece).isNotEmpty();
            assertThat(4 + bytes).isLessThanOrEqualTo(0xFFFF);
        });
    }

    /** The ports read from halves in any order are the ports that were added. */
    @Property
    void intervalsFollowFromTheirHalves(@ForAll("boundaries") List<Integer> boundaries) throws Exception {
        NftSet set = NftSet.of(TABLE, "s", DataType.INET_SERVICE).withFlags(SetFlag.INTERVAL);
        List<NftElement> intervals = new ArrayList<>();
        for (int i = 0; i + 1 < boundaries.size(); i += 2) {
            intervals.add(NftElement.range(NftValue.be16(boundaries.get(i)), NftValue.be16(boundaries.get(i + 1))));
        }
        List<NftElement> backwards = new ArrayList<>(intervals);
        Collections.reverse(backwards);

        assertThat(decodeElements(encode(new NftChange.PutElements(set, backwards, NftChange.Put.ADD)), set))
                .isEqualTo(intervals);
    }

    /** A set and elements of it with different keys. */
    record Filled(NftSet set, List<NftElement> elements) {}

    @Provide
    Arbitrary<NftTable> tables() {
        Arbitrary<Integer> flags = Arbitraries.integers().between(0, 7);
        return Combinators.combine(Arbitraries.of(NftFamily.class), names(), flags)
                .as((family, name, bits) -> new NftTable(new NftTable.Key(family, name), bits));
    }

    @Provide
    Arbitrary<NftChain> chains() {
        Arbitrary<NftChain.Base> bases = Combinators.combine(
                        Arbitraries.of(ChainType.class),
                        Arbitraries.of(Hook.class),
                        Arbitraries.integers(),
                        Arbitraries.of(ChainPolicy.class))
                .as(NftChain.Base::new);
        return Combinators.combine(tables(), names(), bases.optional())
                .filter((table, name, base) ->
                        base.isEmpty() || isKnown(base.get().hook(), table))
                .as((table, name, base) -> new NftChain(new NftChain.Key(table.key(), name), base));
    }

    @Provide
    Arbitrary<NftSet> sets() {
        Arbitrary<Integer> flags = Arbitraries.of(
                0, SetFlag.INTERVAL, SetFlag.CONSTANT, SetFlag.TIMEOUT | SetFlag.INTERVAL, SetFlag.DYNAMIC);
        Arbitrary<Duration> times = Arbitraries.integers().between(0, 1_000_000).map(Duration::ofMillis);
        Arbitrary<List<DataType>> data =
                Arbitraries.oneOf(Arbitraries.just(List.of()), Arbitraries.just(List.of(DataType.VERDICT)), types());
        return Combinators.combine(
                        types(),
                        data,
                        flags,
                        times,
                        times,
                        Arbitraries.integers().greaterOrEqual(0),
                        comments())
                .as((key, mapped, bits, timeout, gc, size, comment) ->
                        new NftSet(new NftSet.Key(TABLE, "s"), key, mapped, bits, timeout, gc, size, comment))
                .filter(NftObjectProperties::sortsAsWritten);
    }

    @Provide
    Arbitrary<Filled> filledSets() {
        return sets().flatMap(set -> {
            Arbitrary<NftElement> element = Combinators.combine(
                            value(DataType.widthOf(set.keyTypes())), data(set), times(), times(), comments())
                    .as((key, data, timeout, expiration, comment) ->
                            new NftElement(key, key, data, timeout, expiration, comment));
            return element.list().ofMinSize(1).ofMaxSize(5).map(list -> new Filled(set, apart(list)));
        });
    }

    @Provide
    Arbitrary<List<NftElement>> commented() {
        return Combinators.combine(Arbitraries.integers().between(0, 65535), comments())
                .as((port, comment) -> NftElement.of(NftValue.be16(port)).withComment(comment))
                .list();
    }

    /** Ascending, all different; two neighbours are an interval, and intervals may touch. */
    @Provide
    Arbitrary<List<Integer>> boundaries() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(65530, 65535),
                        Arbitraries.integers().between(0, 65535))
                .list()
                .uniqueElements()
                .ofMaxSize(10)
                .map(list -> list.stream().sorted().toList());
    }

    private static boolean isKnown(Hook hook, NftTable table) {
        return Hook.of(table.key().family()).contains(hook);
    }

    private static boolean sortsAsWritten(NftSet set) {
        return !set.hasSplitIntervals() || set.keyTypes().get(0).isSorted();
    }

    /** Neighbouring single keys of an interval set lie as two elements that touch, which is as good. */
    private static List<NftElement> apart(List<NftElement> elements) {
        Map<NftValue, NftElement> different = new HashMap<>();
        elements.forEach(element -> different.putIfAbsent(element.from(), element));
        return List.copyOf(different.values());
    }

    private static Arbitrary<List<DataType>> types() {
        return Arbitraries.of(
                        DataType.IPV4_ADDR,
                        DataType.IPV6_ADDR,
                        DataType.INET_PROTO,
                        DataType.INET_SERVICE,
                        DataType.MARK,
                        DataType.IFNAME)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Arbitrary<Optional<NftData>> data(NftSet set) {
        if (!set.isMap()) {
            return Arbitraries.just(Optional.empty());
        }
        if (set.dataTypes().contains(DataType.VERDICT)) {
            return Arbitraries.oneOf(
                            Arbitraries.of(Verdict.ACCEPT, Verdict.DROP, Verdict.RETURN),
                            names().map(Verdict::jump),
                            names().map(Verdict::goTo))
                    .map(Optional::of);
        }
        return value(DataType.widthOf(set.dataTypes())).map(Optional::of);
    }

    private static Arbitrary<NftValue> value(int width) {
        return Arbitraries.bytes().array(byte[].class).ofSize(width).map(NftValue::of);
    }

    private static Arbitrary<Duration> times() {
        return Arbitraries.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofDays(400));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(40);
    }

    private static Arbitrary<String> comments() {
        return Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.strings().ascii().excludeChars('\0').ofMaxLength(128));
    }

    private static byte[] encode(NftChange change) {
        return Golden.encode(change, new NftChangeEncoder(), HEADER);
    }

    private static List<NftElement> decodeElements(byte[] wire, NftSet set) throws Exception {
        List<SplitIntervals.Half> all = Golden.decode(wire, ElementCodec::decode).stream()
                .flatMap(List::stream)
                .toList();
        return set.hasSplitIntervals()
                ? SplitIntervals.join(all)
                : all.stream().map(SplitIntervals.Half::element).toList();
    }

    /** The length field of the last attribute, which is the list. */
    private static int listLength(byte[] wire) {
        ByteBuffer in = ByteBuffer.wrap(wire).order(ByteOrder.nativeOrder());
        int at = 20;
        while (in.getShort(at + 2) != (short) (0x8000 | ElementCodec.MessageAttr.ELEMENTS)) {
            at += in.getShort(at) + 3 & ~3;
        }
        return Short.toUnsignedInt(in.getShort(at));
    }
}
