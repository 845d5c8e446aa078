package io.kubeipvs.netlink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * All addresses that begin with the same bits. Ordered by first address, the wider first.
 *
 * @param first its lowest address: all bits behind the prefix are 0
 * @param length how many bits are the same, 0 to 32 or 128
 */
public record Prefix(Address first, int length) implements Comparable<Prefix> {
    public Prefix {
        Objects.requireNonNull(first);
        if (length < 0 || length > first.family().bits()) {
            throw new IllegalArgumentException(first + "/" + length + ": allowed are 0 to "
                    + first.family().bits() + " bits");
        }
        if (!first.equals(lowest(first, length))) {
            throw new IllegalArgumentException(
                    first + "/" + length + " has bits behind its prefix: meant is " + lowest(first, length));
        }
    }

    /** The prefix of that length that an address lies in. */
    public static Prefix around(Address address, int length) {
        return new Prefix(lowest(address, length), length);
    }

    /**
     * The prefix that {@code ADDRESS/LENGTH} spells, or an address alone; bits behind the prefix are cleared.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            Address address = Address.parse(text);
            return new Prefix(address, address.family().bits());
        }
        if (!text.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("\"" + text + "\" has no prefix length behind the slash");
        }
        return around(Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /**
     * The prefixes that lie in no other of them, in order: the same addresses, and none of them twice. Interval sets of
     * nf_tables refuse overlaps.
     */
    public static List<Prefix> outermost(Collection<Prefix> prefixes) {
        List<Prefix> outermost = new ArrayList<>();
        Prefix last = null;
        for (Prefix next : prefixes.stream().sorted().toList()) {
            // Sorted, a prefix comes behind whatever it lies in, with nothing but its like between.
            if (last == null || !last.contains(next.first)) {
                outermost.add(next);
                last = next;
            }
        }
        return List.copyOf(outermost);
    }

    /** Its highest address. */
    public Address last() {
        Family family = first.family();
        if (family == Family.V4) {
            return new Address(family, 0, first.lo() | ~mask(length + 32) & 0xFFFFFFFFL);
        }
        return new Address(family, first.hi() | ~mask(length), first.lo() | ~mask(length - 64));
    }

    /** An address lies in it. */
    public boolean contains(Address address) {
        return address.family() == first.family() && lowest(address, length).equals(first);
    }

    @Override
    public int compareTo(Prefix other) {
        int byAddress = first.compareTo(other.first);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return first + "/" + length;
    }

    private static Address lowest(Address address, int length) {
        Family family = address.family();
        if (family == Family.V4) {
            return new Address(family, 0, address.lo() & mask(length + 32));
        }
        return new Address(family, address.hi() & mask(length), address.lo() & mask(length - 64));
    }

    /** The highest bits of 64 set; none for fewer than 1, all for more than 63. */
    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }
}
