package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.Address;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A condition on one direction of a flow; what is empty may be anything.
 *
 * @param sourcePort 0 to 65535; matches no flow of a protocol without ports
 * @param destinationPort likewise
 */
public record TupleFilter(
        Optional<Address> source, OptionalInt sourcePort, Optional<Address> destination, OptionalInt destinationPort) {
    /** No condition. */
    public static final TupleFilter ANY =
            new TupleFilter(Optional.empty(), OptionalInt.empty(), Optional.empty(), OptionalInt.empty());

    private static final FlowProtocol.Cases<Optional<FlowProtocol.Ports>> PORTS = new PortsOf();

    public TupleFilter {
        sourcePort.ifPresent(port -> Numbers.check16("port", port));
        destinationPort.ifPresent(port -> Numbers.check16("port", port));
    }

    /** The same, from this address. */
    public TupleFilter from(Address address) {
        return new TupleFilter(Optional.of(address), sourcePort, destination, destinationPort);
    }

    /** The same, from this port. */
    public TupleFilter fromPort(int port) {
        return new TupleFilter(source, OptionalInt.of(port), destination, destinationPort);
    }

    /** The same, to this address. */
    public TupleFilter to(Address address) {
        return new TupleFilter(source, sourcePort, Optional.of(address), destinationPort);
    }

    /** The same, to this port. */
    public TupleFilter toPort(int port) {
        return new TupleFilter(source, sourcePort, destination, OptionalInt.of(port));
    }

    public boolean matches(FlowTuple tuple) {
        return source.map(tuple.source()::equals).orElse(true)
                && destination.map(tuple.destination()::equals).orElse(true)
                && matchesPorts(tuple.protocol());
    }

    private boolean matchesPorts(FlowProtocol protocol) {
        if (sourcePort.isEmpty() && destinationPort.isEmpty()) {
            return true;
        }
        return protocol.on(PORTS)
                .filter(ports -> sourcePort.orElse(ports.source()) == ports.source()
                        && destinationPort.orElse(ports.destination()) == ports.destination())
                .isPresent();
    }

    private static final class PortsOf implements FlowProtocol.Cases<Optional<FlowProtocol.Ports>> {
        @Override
        public Optional<FlowProtocol.Ports> ports(FlowProtocol.Ports protocol) {
            return Optional.of(protocol);
        }

        @Override
        public Optional<FlowProtocol.Ports> icmp(FlowProtocol.Icmp protocol) {
            return Optional.empty();
        }

        @Override
        public Optional<FlowProtocol.Ports> other(FlowProtocol.Other protocol) {
            return Optional.empty();
        }
    }
}
