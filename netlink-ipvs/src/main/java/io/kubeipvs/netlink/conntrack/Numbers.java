package io.kubeipvs.netlink.conntrack;

/** The ranges of unsigned numbers. */
final class Numbers {
    private Numbers() {}

    static void check8(String what, int value) {
        check(what, value, 0xFF);
    }

    static void check16(String what, int value) {
        check(what, value, 0xFFFF);
    }

    static void check32(String what, long value) {
        check(what, value, 0xFFFF_FFFFL);
    }

    private static void check(String what, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(what + " " + value + ": allowed are 0 to " + max);
        }
    }
}
