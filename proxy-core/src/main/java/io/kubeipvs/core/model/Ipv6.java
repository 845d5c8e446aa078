package io.kubeipvs.core.model;

import io.kubeipvs.core.compact.SecretHash;
import java.util.Optional;

/**
 * An IPv6 address.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record Ipv6(long high, long low) implements Ip {
    @Override
    public Family family() {
        return Family.IPV6;
    }

    @Override
    public Optional<SpecialUse> specialUse() {
        return Optional.ofNullable(use());
    }

    private SpecialUse use() {
        if (high == 0 && low >>> 1 == 0) {
            return low == 0 ? SpecialUse.UNSPECIFIED : SpecialUse.LOOPBACK;
        }
        if (high == 0 && low >>> 32 == 0xffff) {
            return SpecialUse.IPV4_MAPPED;
        }
        if (high >>> 54 == 0x3fa) {
            return SpecialUse.LINK_LOCAL;
        }
        return high >>> 56 == 0xff ? SpecialUse.MULTICAST : null;
    }

    @Override
    public int hashCode() {
        return SecretHash.of(high, low);
    }

    /** The canonical text of RFC 5952. */
    @Override
    public String toString() {
        return IpText.format(this);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Ipv6 that && low == that.low && high == that.high;
    }
}
