package io.kubeipvs.core.model;

import java.util.Comparator;

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

    /**
     * Reads an address as Kubernetes writes it.
     *
     * @throws IllegalArgumentException with a message that names the text, when it is not an address
     */
    public static Ip parse(String text) {
        return IpText.parse(text);
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
