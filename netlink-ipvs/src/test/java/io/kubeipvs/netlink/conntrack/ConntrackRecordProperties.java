package io.kubeipvs.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ConntrackRecordProperties {
    @Property
    void aFlowSurvivesTheWire(@ForAll("flows") Flow flow) throws Exception {
        Request asTheKernelDoes = new Request(CtMessage.NEW, 0, FlowCodec.LAYOUT, out -> write(flow, out));

        assertThat(Golden.decode(Golden.encode(asTheKernelDoes, new byte[16]), FlowCodec::decode))
                .containsExactly(Optional.of(flow));
    }

    @Property
    void aDeletionSurvivesTheWire(@ForAll("flows") Flow flow, @ForAll FlowDirection direction) throws Exception {
        boolean original = direction == FlowDirection.ORIGINAL;
        FlowDeletion deletion = new FlowDeletion(
                original ? flow.original() : flow.reply(),
                direction,
                flow.id(),
                original ? flow.zone().original() : flow.zone().reply());

        byte[] message = Golden.encode(deletion, FlowCodec::encode, new byte[16]);

        assertThat(Golden.decode(message, ConntrackRecordProperties::deletion)).containsExactly(deletion);
        if (original) {
            assertThat(flow.deletion()).isEqualTo(deletion);
        }
    }

    /** The kernel must not leave out what is meant: there would be nothing left here to filter. */
    @Property
    void theKernelIsNeverAskedForLessThanIsMeant(
            @ForAll("flows") Flow flow, @ForAll @IntRange(max = 0x7FF) int conditions) throws Exception {
        FlowFilter filter = about(flow, conditions);

        byte[] request = Golden.encode(FilterCodec.list(filter), new byte[16]);

        assertThat(filter.matches(flow)).isTrue();
        assertThat(Golden.decode(request, message -> KernelFilter.matches(message, flow)))
                .containsExactly(true);
    }

    @Property
    void numbersOutOfRangeAreRefused(@ForAll("flows") Flow flow, @ForAll long number) {
        if (number < 0 || number > 0xFFFF_FFFFL) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FlowDeletion(flow.original(), FlowDirection.ORIGINAL, number, 0));
        }
        int zone = (int) number;
        if (zone < 0 || zone > 0xFFFF) {
            assertThatIllegalArgumentException().isThrownBy(() -> FlowZone.both(zone));
            assertThatIllegalArgumentException().isThrownBy(() -> new FlowProtocol.Ports(6, zone, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> new FlowProtocol.Other(zone));
        }
    }

    /** A filter that this flow passes, with the conditions whose bits are set. */
    private static FlowFilter about(Flow flow, int conditions) {
        FlowTuple original = flow.original();
        TupleFilter there = TupleFilter.ANY;
        there = has(conditions, 0) ? there.from(original.source()) : there;
        there = has(conditions, 1) ? there.to(original.destination()) : there;
        TupleFilter back =
                has(conditions, 2) ? TupleFilter.ANY.from(flow.reply().source()) : TupleFilter.ANY;
        if (original.protocol() instanceof FlowProtocol.Ports ports) {
            there = has(conditions, 3) ? there.fromPort(ports.source()) : there;
            there = has(conditions, 4) ? there.toPort(ports.destination()) : there;
        }
        FlowFilter filter = FlowFilter.ALL.original(there).reply(back);
        filter = has(conditions, 5) ? filter.of(original.family()) : filter;
        filter = has(conditions, 6) ? filter.protocol(original.protocol().number()) : filter;
        filter = has(conditions, 7) ? filter.mark(MaskedBits.exactly(flow.mark())) : filter;
        filter = has(conditions, 8) ? filter.status(MaskedBits.exactly(flow.status())) : filter;
        filter = has(conditions, 9) ? filter.zone(flow.zone().id()) : filter;
        return has(conditions, 10) ? filter.mark(new MaskedBits(flow.mark() & 0xF0, 0xF0)) : filter;
    }

    private static boolean has(int conditions, int bit) {
        return (conditions >> bit & 1) != 0;
    }

    private static void write(Flow flow, AttributeWriter out) {
        NetfilterHeader.write(out, flow.original().family().number(), 0);
        boolean bothWays = flow.zone().original() == flow.zone().reply();
        out.nest(
                CtAttr.TUPLE_ORIG,
                in -> writeTuple(flow.original(), bothWays ? 0 : flow.zone().original(), in));
        out.nest(
                CtAttr.TUPLE_REPLY,
                in -> writeTuple(flow.reply(), bothWays ? 0 : flow.zone().reply(), in));
        if (bothWays && flow.zone().id() != 0) {
            out.be16(CtAttr.ZONE, flow.zone().id());
        }
        out.be32(CtAttr.STATUS, flow.status());
        out.be32(CtAttr.MARK, flow.mark());
        out.be32(CtAttr.ID, (int) flow.id());
        out.be32(CtAttr.TIMEOUT, (int) flow.timeoutSeconds());
        flow.counters().ifPresent(counters -> {
            out.nest(
                    CtAttr.COUNTERS_ORIG,
                    in -> writeCounters(counters.originalPackets(), counters.originalBytes(), in));
            out.nest(CtAttr.COUNTERS_REPLY, in -> writeCounters(counters.replyPackets(), counters.replyBytes(), in));
        });
        flow.tcpState()
                .ifPresent(state -> out.nest(
                        CtAttr.PROTOINFO,
                        info -> info.nest(CtAttrProtoinfo.TCP, tcp -> tcp.u8(CtAttrTcp.STATE, state.code()))));
    }

    private static void writeTuple(FlowTuple tuple, int zone, AttributeWriter out) {
        TupleCodec.write(tuple, out);
        if (zone != 0) {
            out.be16(TupleCodec.Attr.ZONE, zone);
        }
    }

    private static void writeCounters(long packets, long bytes, AttributeWriter out) {
        out.be64(CtAttrCounters.PACKETS, packets);
        out.be64(CtAttrCounters.BYTES, bytes);
    }

    private static FlowDeletion deletion(Message message) throws MalformedMessageException {
        assertThat(message.type()).isEqualTo(CtMessage.DELETE);
        assertThat(message.header8(NetfilterHeader.VERSION)).isZero();
        Family family = Family.of(message.header8(NetfilterHeader.FAMILY)).orElseThrow();
        AttributeReader in = message.attributes(FlowCodec.LAYOUT);
        FlowTuple tuple = null;
        FlowDirection direction = null;
        long id = 0;
        int zone = 0;
        while (in.next()) {
            switch (in.type()) {
                case CtAttr.TUPLE_ORIG, CtAttr.TUPLE_REPLY -> {
                    direction = in.type() == CtAttr.TUPLE_ORIG ? FlowDirection.ORIGINAL : FlowDirection.REPLY;
                    tuple = TupleCodec.read(in.nest(), family).tuple();
                }
                case CtAttr.ZONE -> zone = in.be16();
                case CtAttr.ID -> id = Integer.toUnsignedLong(in.be32());
                default -> throw in.malformed("has no place in a deletion");
            }
        }
        return new FlowDeletion(tuple, direction, id, zone);
    }

    @Provide
    Arbitrary<Flow> flows() {
        Arbitrary<FlowTuple[]> tuples = Combinators.combine(
                        addresses(4), addresses(16), protocols(), protocols(), Arbitraries.of(true, false))
                .as(ConntrackRecordProperties::tuples);
        Arbitrary<Integer> zones = Arbitraries.integers().between(0, 0xFFFF);
        Arbitrary<FlowZone> zone = Combinators.combine(
                        zones, Arbitraries.integers().between(0, 2))
                .as((id, which) -> new FlowZone(which == 1 ? 0 : id, which == 2 ? 0 : id));
        Arbitrary<Long> unsigned = Arbitraries.longs().between(0, 0xFFFF_FFFFL);
        Arbitrary<Optional<FlowCounters>> counters = Combinators.combine(
                        Arbitraries.longs(), Arbitraries.longs(), Arbitraries.longs(), Arbitraries.longs())
                .as(FlowCounters::new)
                .optional();
        Arbitrary<Optional<TcpState>> states =
                Arbitraries.integers().between(0, 255).map(TcpState::new).optional();
        return Combinators.combine(
                        tuples,
                        zone,
                        unsigned,
                        Arbitraries.integers(),
                        Arbitraries.integers(),
                        unsigned,
                        counters,
                        states)
                .as((both, zoned, id, status, mark, timeout, counted, state) ->
                        new Flow(both[0], both[1], zoned, id, status, mark, timeout, counted, state));
    }

    /** Both tuples of a flow: of one family and one protocol. */
    private static FlowTuple[] tuples(Address[] v4, Address[] v6, FlowProtocol there, FlowProtocol back, boolean isV4) {
        Address[] addresses = isV4 ? v4 : v6;
        FlowProtocol answer = back.number() == there.number() ? back : there;
        return new FlowTuple[] {
            new FlowTuple(addresses[0], addresses[1], there), new FlowTuple(addresses[2], addresses[0], answer)
        };
    }

    private static Arbitrary<Address[]> addresses(int width) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(width)
                .map(Address::of)
                .array(Address[].class)
                .ofSize(3);
    }

    private static Arbitrary<FlowProtocol> protocols() {
        Arbitrary<Integer> u8 = Arbitraries.integers().between(0, 255);
        Arbitrary<Integer> u16 = Arbitraries.integers().between(0, 0xFFFF);
        Arbitrary<FlowProtocol> ports = Combinators.combine(Arbitraries.of(6, 17, 33, 47, 132, 136), u16, u16)
                .as(FlowProtocol.Ports::new);
        Arbitrary<FlowProtocol> icmp =
                Combinators.combine(Arbitraries.of(1, 58), u8, u8, u16).as(FlowProtocol.Icmp::new);
        Arbitrary<FlowProtocol> other =
                u8.filter(number -> number != 1 && number != 58).map(FlowProtocol.Other::new);
        return Arbitraries.oneOf(ports, icmp, other);
    }
}
