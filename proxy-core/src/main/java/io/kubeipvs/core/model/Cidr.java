package io.kubeipvs.core.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A range of addresses: all that share their first bits.
 *
 * @param network its first address; bits behind the prefix are cleared
 * @param prefixLength how many bits they share, 0 = every address of the family
 */
public record Cidr(Ip network, int prefixLength) implements Comparable<Cidr> {
    private static final Comparator<Cidr> ORDER =
            Comparator.comparing(Cidr::network).thenComparing(Cidr::prefixLength);

    public Cidr {
        if (prefixLength < 0 || prefixLength > network.family().bits()) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is not in 0-"
                    + network.family().bits());
        }
        network = masked(network, prefixLength);
    }

    /** The range of this one address. */
    public static Cidr of(Ip ip) {
        return new Cidr(ip, ip.family().bits());
    }

    /**
     * Reads a range as Kubernetes writes it, for instance {@code 10.0.0.0/8}; bits behind the prefix may be set.
     *
     * @throws IllegalArgumentException with a message that names the text, when it is not a range
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            throw notARange(text, null);
        }
        try {
            return new Cidr(Ip.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw notARange(text, e);
        }
    }

    private static IllegalArgumentException notARange(String text, Exception cause) {
        return new IllegalArgumentException("'" + text + "' is not a range of IPv4 or IPv6 addresses", cause);
    }

    /** The family of its addresses. */
    public Family family() {
        return network.family();
    }

    /** Whether it holds every address of its family. */
    public boolean isEverything() {
        return prefixLength == 0;
    }

    /** Whether this address is in it. */
    public boolean contains(Ip ip) {
        return ip.family() == family() && masked(ip, prefixLength).equals(network);
    }

    /** Whether every address of the other is in it. */
    public boolean covers(Cidr other) {
        return other.prefixLength >= prefixLength && contains(other.network);
    }

    /** Those that lie in no other of them: together the same addresses. Interval sets of the kernel take no others. */
    public static Set<Cidr> outermost(Collection<Cidr> ranges) {
        return ranges.stream()
                .filter(range -> ranges.stream().noneMatch(other -> !other.equals(range) && other.covers(range)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Ranges that together hold all addresses of a family but those of these ranges; sorted. */
    public static List<Cidr> complement(Family family, Collection<Cidr> ranges) {
        List<Cidr> rest = new ArrayList<>();
        addRest(new Cidr(Ip.unspecified(family), 0), List.copyOf(ranges), rest);
        return rest;
    }

    private static void addRest(Cidr part, List<Cidr> ranges, List<Cidr> rest) {
        List<Cidr> inside = ranges.stream()
                .filter(range -> range.covers(part) || part.covers(range))
                .toList();
        if (inside.isEmpty()) {
            rest.add(part);
        } else if (inside.stream().noneMatch(range -> range.covers(part))) {
            Cidr first = new Cidr(part.network, part.prefixLength + 1);
            addRest(first, inside, rest);
            addRest(new Cidr(part.network.withOtherBit(part.prefixLength), part.prefixLength + 1), inside, rest);
        }
    }

    /** Ranges that together hold its addresses but this one. */
    public Set<Cidr> without(Ip ip) {
        if (!contains(ip)) {
            return Set.of(this);
        }
        Set<Cidr> others = new HashSet<>();
        for (int length = prefixLength + 1; length <= family().bits(); length++) {
            others.add(new Cidr(ip.withOtherBit(length - 1), length)); // the half that it is not in
        }
        return others;
    }

    private static Ip masked(Ip ip, int prefixLength) {
        if (ip.family() == Family.IPV4) {
            return Ip.v4((int) (ip.low() & firstBits(prefixLength + 32)));
        }
        return Ip.v6(ip.high() & firstBits(Math.min(prefixLength, 64)), ip.low() & firstBits(prefixLength - 64));
    }

    /** A word whose first bits are set: none for 0 and less, all for 64. */
    private static long firstBits(int count) {
        return count <= 0 ? 0 : -1L << (64 - count);
    }

    @Override
    public int compareTo(Cidr other) {
        return ORDER.compare(this, other);
    }

    /** As in {@code 10.0.0.0/8}. */
    @Override
    public String toString() {
        return network + "/" + prefixLength;
    }
}
