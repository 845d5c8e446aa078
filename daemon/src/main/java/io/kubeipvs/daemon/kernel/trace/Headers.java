package io.kubeipvs.daemon.kernel.trace;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.nftables.NftTrace;
import java.util.Arrays;
import java.util.Optional;

/** Reads the addresses and ports of a traced packet from the beginnings of its headers. */
final class Headers {
    private static final int V4_BYTES = 20;
    private static final int V6_BYTES = 40;
    private static final int PORTS_BYTES = 4;

    private Headers() {}

    /** Its addresses, with ports; empty if the step has no headers. */
    static Optional<TracedPacket.Header> of(NftTrace.Packet packet) {
        byte[] network = packet.network();
        byte[] transport = packet.transport();
        String mark = packet.mark() == 0 ? "" : String.format("0x%08x", packet.mark());
        if (network.length >= V4_BYTES && network[0] >>> 4 == 4) {
            return Optional.of(new TracedPacket.Header(
                    text(network, 12, 4, port(transport, 0)), text(network, 16, 4, port(transport, 2)), mark));
        }
        if (network.length >= V6_BYTES && network[0] >>> 4 == 6) {
            return Optional.of(new TracedPacket.Header(
                    text(network, 8, 16, port(transport, 0)), text(network, 24, 16, port(transport, 2)), mark));
        }
        return Optional.empty();
    }

    private static int port(byte[] transport, int at) {
        return transport.length < PORTS_BYTES ? 0 : (transport[at] & 0xff) << 8 | transport[at + 1] & 0xff;
    }

    private static String text(byte[] header, int from, int length, int port) {
        Address address = Address.of(Arrays.copyOfRange(header, from, from + length));
        return length == 4 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
