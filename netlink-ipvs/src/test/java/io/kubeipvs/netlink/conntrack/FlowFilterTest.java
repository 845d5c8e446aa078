package io.kubeipvs.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowFilterTest {
    private static final Address CLIENT = Address.parse("10.0.0.1");
    private static final Address VIP = Address.parse("10.96.0.10");
    private static final Address POD = Address.parse("10.244.1.7");
    private static final Address V6 = Address.parse("fd00::1");
    private static final TupleFilter ANY = TupleFilter.ANY;

    private static final Flow FLOW = new Flow(
            FlowTuple.ports(17, CLIENT, 40000, VIP, 53),
            FlowTuple.ports(17, POD, 5353, CLIENT, 40000),
            new FlowZone(7, 0),
            1,
            FlowStatus.CONFIRMED | FlowStatus.DST_NAT,
            0x85,
            30,
            Optional.empty(),
            Optional.empty());

    static Stream<FlowFilter> matching() {
        FlowFilter all = FlowFilter.ALL;
        return Stream.of(
                all,
                all.of(Family.V4),
                all.protocol(17),
                all.original(ANY.from(CLIENT).fromPort(40000).to(VIP).toPort(53)),
                all.reply(ANY.from(POD).fromPort(5353).to(CLIENT).toPort(40000)),
                all.mark(MaskedBits.exactly(0x85)),
                all.mark(new MaskedBits(0x80, 0xF0)),
                all.status(MaskedBits.set(FlowStatus.DST_NAT)),
                all.status(MaskedBits.clear(FlowStatus.SEEN_REPLY | FlowStatus.ASSURED)),
                all.zone(7));
    }

    @ParameterizedTest
    @MethodSource("matching")
    void matches(FlowFilter filter) {
        assertThat(filter.matches(FLOW)).isTrue();
    }

    static Stream<FlowFilter> notMatching() {
        FlowFilter all = FlowFilter.ALL;
        return Stream.of(
                all.of(Family.V6),
                all.protocol(6),
                all.original(ANY.from(VIP)),
                all.original(ANY.to(POD)),
                all.original(ANY.fromPort(53)),
                all.original(ANY.toPort(54)),
                all.original(ANY.to(V6)),
                all.reply(ANY.from(VIP)),
                all.reply(ANY.toPort(5353)),
                all.mark(MaskedBits.exactly(0x84)),
                all.mark(new MaskedBits(0x40, 0xC0)),
                all.status(MaskedBits.set(FlowStatus.DST_NAT | FlowStatus.ASSURED)),
                all.status(MaskedBits.clear(FlowStatus.CONFIRMED)),
                all.zone(0));
    }

    @ParameterizedTest
    @MethodSource("notMatching")
    void doesNotMatch(FlowFilter filter) {
        assertThat(filter.matches(FLOW)).isFalse();
    }

    @Test
    void whatHasNoPortsHasNotThatPort() {
        FlowTuple other = new FlowTuple(CLIENT, VIP, new FlowProtocol.Other(89));

        assertThat(ANY.to(VIP).matches(other)).isTrue();
        assertThat(ANY.toPort(0).matches(other)).isFalse();
    }

    @Test
    void anAddressIsOfAFamily() {
        assertThat(FlowFilter.ALL.original(ANY.to(VIP)).family()).contains(Family.V4);
        assertThat(FlowFilter.ALL.reply(ANY.from(V6)).family()).contains(Family.V6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowFilter.ALL.of(Family.V4).reply(ANY.from(V6)))
                .withMessage("a flow is of one family, but the filter names both");
    }

    @Test
    void bitsBesideTheMaskMeanNothingThatCouldMatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedBits(0x1, 0xF0))
                .withMessage("value 0x1 has bits that are not in the mask 0xf0");
    }
}
