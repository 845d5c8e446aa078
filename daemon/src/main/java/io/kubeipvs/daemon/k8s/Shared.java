package io.kubeipvs.daemon.k8s;

/**
 * Equal values as one: it returns an equal value that it saw before, if it still has it. Thousands of objects contain the
 * same names of nodes, namespaces, zones and ports, and the same lists of ports. Remembers a fixed number of values, so it
 * never grows. Safe for use by many threads: a race costs one more copy.
 *
 * @param <T> immutable
 */
final class Shared<T> {
    /** Of values that few objects have: names of nodes, ports. */
    private static final int FEW = 1 << 12;

    /** Odd, with bits all over: 2^32 divided by the golden ratio. It gives similar names different slots. */
    private static final int HASH_FACTOR = 0x9E3779B9;

    private final Object[] values;

    Shared() {
        this(FEW);
    }

    /** @param slots how many values it remembers at most; a power of two, and more than one */
    Shared(int slots) {
        this.values = new Object[slots];
    }

    @SuppressWarnings("unchecked") // only values of this type are put
    T of(T value) {
        if (value == null) {
            return null;
        }
        int slot = value.hashCode() * HASH_FACTOR >>> Integer.numberOfLeadingZeros(values.length) + 1;
        Object known = values[slot];
        if (value.equals(known)) {
            return (T) known;
        }
        values[slot] = value;
        return value;
    }
}
