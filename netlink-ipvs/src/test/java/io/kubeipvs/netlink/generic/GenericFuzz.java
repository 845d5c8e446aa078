package io.kubeipvs.netlink.generic;

import io.kubeipvs.netlink.Fuzz;

/** The answers of the generic netlink controller. */
public final class GenericFuzz {
    private GenericFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, FamilyResolver::decode, id -> Fuzz.require(id >= 16 && id <= 0xFFFF, "family id %s", id));
    }
}
