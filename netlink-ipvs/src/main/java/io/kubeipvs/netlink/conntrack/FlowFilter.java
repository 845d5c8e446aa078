package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Which flows are meant; all conditions must hold, and what is empty may be anything.
 *
 * @param family that of the addresses where there are any
 * @param protocol the IP protocol number, 0 to 255
 * @param original on the tuple of the first packet, as the client sent it
 * @param reply on the tuple of the answers, as the server sends them
 * @param mark on {@link Flow#mark()}
 * @param status on {@link Flow#status()}
 * @param zone on {@link FlowZone#id()}, 0 to 65535
 */
public record FlowFilter(
        Optional<Family> family,
        OptionalInt protocol,
        TupleFilter original,
        TupleFilter reply,
        MaskedBits mark,
        MaskedBits status,
        OptionalInt zone) {
    /** Every flow. */
    public static final FlowFilter ALL = new FlowFilter(
            Optional.empty(),
            OptionalInt.empty(),
            TupleFilter.ANY,
            TupleFilter.ANY,
            MaskedBits.ANY,
            MaskedBits.ANY,
            OptionalInt.empty());

    public FlowFilter {
        Objects.requireNonNull(mark);
        Objects.requireNonNull(status);
        protocol.ifPresent(number -> Numbers.check8("protocol", number));
        zone.ifPresent(id -> Numbers.check16("zone", id));
        family = common(family, original, reply);
    }

    /** The same, of one family. */
    public FlowFilter of(Family one) {
        return new FlowFilter(Optional.of(one), protocol, original, reply, mark, status, zone);
    }

    /** The same, of one protocol. */
    public FlowFilter protocol(int number) {
        return new FlowFilter(family, OptionalInt.of(number), original, reply, mark, status, zone);
    }

    /** The same, with this original tuple. */
    public FlowFilter original(TupleFilter tuple) {
        return new FlowFilter(family, protocol, tuple, reply, mark, status, zone);
    }

    /** The same, with this reply tuple. */
    public FlowFilter reply(TupleFilter tuple) {
        return new FlowFilter(family, protocol, original, tuple, mark, status, zone);
    }

    /** The same, with this mark. */
    public FlowFilter mark(MaskedBits bits) {
        return new FlowFilter(family, protocol, original, reply, bits, status, zone);
    }

    /** The same, with this status. */
    public FlowFilter status(MaskedBits bits) {
        return new FlowFilter(family, protocol, original, reply, mark, bits, zone);
    }

    /** The same, in this zone. */
    public FlowFilter zone(int id) {
        return new FlowFilter(family, protocol, original, reply, mark, status, OptionalInt.of(id));
    }

    public boolean matches(Flow flow) {
        int number = flow.original().protocol().number();
        return family.orElse(flow.original().family()) == flow.original().family()
                && protocol.orElse(number) == number
                && original.matches(flow.original())
                && reply.matches(flow.reply())
                && mark.matches(flow.mark())
                && status.matches(flow.status())
                && zone.orElse(flow.zone().id()) == flow.zone().id();
    }

    private static Optional<Family> common(Optional<Family> family, TupleFilter original, TupleFilter reply) {
        Stream<Address> addresses = Stream.of(
                        original.source(), original.destination(), reply.source(), reply.destination())
                .flatMap(Optional::stream);
        return Stream.concat(family.stream(), addresses.map(Address::family)).reduce((one, other) -> {
            if (one != other) {
                throw new IllegalArgumentException("a flow is of one family, but the filter names both");
            }
            return one;
        });
    }
}
