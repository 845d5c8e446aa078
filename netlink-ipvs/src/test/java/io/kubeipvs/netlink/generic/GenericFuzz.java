package io.kubeipvs.netlink.generic;

import io.kubeipvs.netlink.Fuzz;

/** What the generic netlink controller answers. */
public final class GenericFuzz {
    private GenericFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, FamilyResolver::decode, id -> Fuzz.require(id >= 16 && id <= 0xFFFF, "family id %s", id));
    }
}
