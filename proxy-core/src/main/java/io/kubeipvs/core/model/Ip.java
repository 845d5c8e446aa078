package io.kubeipvs.core.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * An IP address as a value: ordered, cheap to hash, never resolved through DNS.
 *
 * @param family IPv4 or IPv6
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits of an IPv6 address; the 32 bits of an IPv4 address
 */
public record Ip(Family family, long high, long low) implements Comparable<Ip> {
    private static final Comparator<Ip> ORDER = Comparator.comparing(Ip::family)
            .thenComparing(Ip::high, Long::compareUnsigned)
            .thenComparing(Ip::low, Long::compareUnsigned);

    /** Odd, with bits all over: 2^64 divided by the golden ratio. */
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    private static final long BROADCAST = 0xffff_ffffL;

    public Ip {
        if (family == Family.IPV4 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("not 32 bits: " + Long.toHexString(high) + ":" + Long.toHexString(low));
        }
    }

    /** The IPv4 address with these 32 bits. */
    public static Ip v4(int bits) {
        return new Ip(Family.IPV4, 0, Integer.toUnsignedLong(bits));
    }

    /** The IPv6 address with these bits. */
    public static Ip v6(long high, long low) {
        return new Ip(Family.IPV6, high, low);
    }

    /** Mixes all bits: addresses of one range differ in few of them. */
    @Override
    public int hashCode() {
        long mixed = ((high + family.bits()) * HASH_FACTOR ^ low) * HASH_FACTOR;
        return (int) (mixed ^ mixed >>> 32);
    }

    /** {@code 0.0.0.0} or {@code ::}. */
    public static Ip unspecified(Family family) {
        return new Ip(family, 0, 0);
    }

    /**
     * Reads an address as Kubernetes writes it.
     *
     * @throws IllegalArgumentException with a message that names the text, when it is not an address
     */
    public static Ip parse(String text) {
        return IpText.parse(text);
    }

    /** The address that differs from this one in one bit. */
    Ip withOtherBit(int number) {
        int behind = family.bits() - 1 - number;
        return behind < Long.SIZE
                ? new Ip(family, high, low ^ 1L << behind)
                : new Ip(family, high ^ 1L << (behind - Long.SIZE), low);
    }

    /**
     * The special use that forbids this address as a VIP or an endpoint; empty for an ordinary unicast address, also one
     * of 0.0.0.0/8 and class E (240.0.0.0/4), which clusters use. Follows the address checks of Kubernetes' validation of
     * Endpoints, and adds all of multicast, the broadcast address and IPv4-mapped IPv6.
     */
    public Optional<SpecialUse> specialUse() {
        return Optional.ofNullable(family == Family.IPV4 ? specialUseV4() : specialUseV6());
    }

    private SpecialUse specialUseV4() {
        int first = (int) (low >>> 24);
        if (low == 0) {
            return SpecialUse.UNSPECIFIED;
        }
        if (first == 127) {
            return SpecialUse.LOOPBACK;
        }
        if (low >>> 16 == 0xa9fe) {
            return SpecialUse.LINK_LOCAL;
        }
        if (low == BROADCAST) {
            return SpecialUse.BROADCAST;
        }
        return first >>> 4 == 0xe ? SpecialUse.MULTICAST : null;
    }

    private SpecialUse specialUseV6() {
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
    public int compareTo(Ip other) {
        return ORDER.compare(this, other);
    }

    /** The canonical text: dotted decimal, or RFC 5952 for IPv6. */
    @Override
    public String toString() {
        return IpText.format(this);
    }
}
