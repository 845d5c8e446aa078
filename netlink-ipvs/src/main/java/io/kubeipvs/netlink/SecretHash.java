package io.kubeipvs.netlink;

import java.util.SplittableRandom;

/**
 * Hashes of values that other people choose, for instance the addresses in a set. They depend on random numbers of this
 * process: otherwise those people could choose thousands of values with one hash, and a hash table would be slow.
 */
public final class SecretHash {
    /** Where every hash begins. */
    public static final long START;

    /** Odd, so that no bit gets lost. */
    private static final long FACTOR;

    static {
        SplittableRandom random = new SplittableRandom();
        START = random.nextLong();
        FACTOR = random.nextLong() | 1;
    }

    private SecretHash() {}

    /** A hash with one more number in it. A product's upper half depends on all bits, so it goes into the lower half too. */
    public static long mix(long hash, long value) {
        long product = (hash ^ value) * FACTOR;
        return product ^ product >>> 32;
    }

    /** The hash of all numbers that were mixed into this one. */
    public static int of(long hash) {
        return (int) (hash * FACTOR >>> 32);
    }
}
