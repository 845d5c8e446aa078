package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;

/** Netmasks, which the wire has as a mask for IPv4 and as a prefix length for IPv6. */
final class Netmask {
    private static final Address WHOLE_V4 = of(Family.V4, Family.V4.bits());
    private static final Address WHOLE_V6 = of(Family.V6, Family.V6.bits());

    private Netmask() {}

    /** The mask that distinguishes all addresses. */
    static Address whole(Family family) {
        return family == Family.V4 ? WHOLE_V4 : WHOLE_V6;
    }

    /** The mask of a prefix; {@link IllegalArgumentException} when there is none of that length. */
    static Address of(Family family, int prefixLength) {
        if (prefixLength < shortest(family) || prefixLength > family.bits()) {
            throw new IllegalArgumentException(
                    "prefix length " + prefixLength + ": allowed are " + shortest(family) + " to " + family.bits());
        }
        return family == Family.V4
                ? new Address(family, 0, ones(prefixLength) >>> 32)
                : new Address(family, ones(Math.min(prefixLength, 64)), ones(Math.max(prefixLength - 64, 0)));
    }

    static int prefixLength(Address mask) {
        return Long.bitCount(mask.hi()) + Long.bitCount(mask.lo());
    }

    /** Insists on what the kernel can take. */
    static void check(Address mask) {
        int length = prefixLength(mask);
        if (mask.family() == Family.V6 && (length == 0 || !mask.equals(of(Family.V6, length)))) {
            throw new IllegalArgumentException("netmask " + mask + ": allowed are prefixes of 1 to 128 bits");
        }
    }

    /** The kernel refuses an IPv6 prefix of 0, for virtual servers without persistence too. */
    private static int shortest(Family family) {
        return family == Family.V4 ? 0 : 1;
    }

    /** A number that begins with so many ones, 0 to 64. */
    private static long ones(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }
}
