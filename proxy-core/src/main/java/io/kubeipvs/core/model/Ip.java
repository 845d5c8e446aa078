package io.kubeipvs.core.model;

import java.util.Optional;

/**
 * An IP address as a value: ordered, cheap to hash, never resolved through DNS. Each family has a record of its own, because
 * tens of thousands of IPv4 addresses are in memory, and 4 bytes take half of the memory of 16.
 */
public sealed interface Ip extends Comparable<Ip> permits Ipv4, Ipv6 {
    /** IPv4 or IPv6. */
    Family family();

    /** The first 64 bits of an IPv6 address; 0 for IPv4. */
    long high();

    /** The last 64 bits of an IPv6 address; the 32 bits of an IPv4 address. */
    long low();

    /**
     * The special use that forbids this address as a VIP or an endpoint; empty for an ordinary unicast address, also one
     * of 0.0.0.0/8 and class E (240.0.0.0/4), which clusters use. Follows the address checks of Kubernetes' validation of
     * Endpoints, and adds all of multicast, the broadcast address and IPv4-mapped IPv6.
     */
    Optional<SpecialUse> specialUse();

    /** The IPv4 address with these 32 bits. */
    static Ip v4(int bits) {
        return new Ipv4(bits);
    }

    /** The IPv6 address with these bits. */
    static Ip v6(long high, long low) {
        return new Ipv6(high, low);
    }

    /** The address with these {@link #high} and {@link #low} bits. */
    static Ip of(Family family, long high, long low) {
        if (family == Family.IPV6) {
            return v6(high, low);
        }
        if (high != 0 || low >>> 32 != 0) {
            throw new IllegalArgumentException("not 32 bits: " + Long.toHexString(high) + ":" + Long.toHexString(low));
        }
        return v4((int) low);
    }

    /** {@code 0.0.0.0} or {@code ::}. */
    static Ip unspecified(Family family) {
        return of(family, 0, 0);
    }

    /**
     * Reads an address as Kubernetes writes it.
     *
     * @throws IllegalArgumentException with a message that names the text, when it is not an address
     */
    static Ip parse(String text) {
        return IpText.parse(text);
    }

    /** The address that differs from this one in one bit. */
    default Ip withOtherBit(int number) {
        int behind = family().bits() - 1 - number;
        return behind < Long.SIZE
                ? of(family(), high(), low() ^ 1L << behind)
                : of(family(), high() ^ 1L << (behind - Long.SIZE), low());
    }

    /** IPv4 first; of one family by its bits. */
    @Override
    default int compareTo(Ip other) {
        int byFamily = family().compareTo(other.family());
        int byHigh = Long.compareUnsigned(high(), other.high());
        return byFamily != 0 ? byFamily : byHigh != 0 ? byHigh : Long.compareUnsigned(low(), other.low());
    }
}
