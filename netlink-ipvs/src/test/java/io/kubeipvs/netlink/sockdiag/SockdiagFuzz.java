package io.kubeipvs.netlink.sockdiag;

import io.kubeipvs.netlink.Fuzz;

/** Everything that the kernel answers about sockets. */
public final class SockdiagFuzz {
    private static final int TCP = 6;

    private SockdiagFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, message -> DiagCodec.decode(message, TCP), socket -> {});
    }
}
