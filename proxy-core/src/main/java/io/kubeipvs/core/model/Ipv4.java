package io.kubeipvs.core.model;

import io.kubeipvs.core.compact.SecretHash;
import java.util.Optional;

/** An IPv4 address. */
record Ipv4(int bits) implements Ip {
    private static final long BROADCAST = 0xffff_ffffL;

    @Override
    public Family family() {
        return Family.IPV4;
    }

    @Override
    public long high() {
        return 0;
    }

    @Override
    public long low() {
        return Integer.toUnsignedLong(bits);
    }

    @Override
    public Optional<SpecialUse> specialUse() {
        return Optional.ofNullable(use());
    }

    private SpecialUse use() {
        int first = bits >>> 24;
        if (bits == 0) {
            return SpecialUse.UNSPECIFIED;
        }
        if (first == 127) {
            return SpecialUse.LOOPBACK;
        }
        if (bits >>> 16 == 0xa9fe) {
            return SpecialUse.LINK_LOCAL;
        }
        if (low() == BROADCAST) {
            return SpecialUse.BROADCAST;
        }
        return first >>> 4 == 0xe ? SpecialUse.MULTICAST : null;
    }

    @Override
    public int hashCode() {
        return SecretHash.of(bits);
    }

    /** Dotted decimal. */
    @Override
    public String toString() {
        return IpText.format(this);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Ipv4 that && bits == that.bits;
    }
}
