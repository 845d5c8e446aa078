package io.kubeipvs.core.compact;

import java.util.SplittableRandom;

/**
 * Hashes of names and addresses that tenants choose. They depend on random numbers of this process: otherwise a tenant could
 * choose thousands of names with one hash, and each search for one of them would walk past all others (docs/adr/0016).
 * Equal hashes are as rare as those of random numbers, for values that count up too.
 */
public final class SecretHash {
    private static final long START;

    /** Odd, so that no bit gets lost. */
    private static final long FACTOR;

    static {
        SplittableRandom random = new SplittableRandom();
        START = random.nextLong();
        FACTOR = random.nextLong() | 1;
    }

    private SecretHash() {}

    /** The hash of a number. */
    public static int of(long value) {
        return last(mix(START, value));
    }

    /** The hash of two numbers. */
    public static int of(long first, long second) {
        return last(mix(mix(START, first), second));
    }

    /** The hash of two texts. */
    public static int of(String first, String second) {
        return last(mix(mix(mix(START, first), first.length()), second));
    }

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = mix(mixed, text.charAt(i));
        }
        return mixed;
    }

    /** A product's upper half depends on all bits of its factors, so it goes into the lower half too. */
    private static long mix(long hash, long value) {
        long product = (hash ^ value) * FACTOR;
        return product ^ product >>> 32;
    }

    private static int last(long hash) {
        return (int) (hash * FACTOR >>> 32);
    }
}
