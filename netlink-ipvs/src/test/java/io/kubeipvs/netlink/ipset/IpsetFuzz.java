package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.Fuzz;

/** Everything that ipset answers. */
public final class IpsetFuzz {
    private IpsetFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, IpsetCodec::decode, set -> {});
    }
}
