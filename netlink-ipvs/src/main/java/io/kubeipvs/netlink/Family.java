package io.kubeipvs.netlink;

import java.util.Optional;

/** An internet address family. Source: {@code include/linux/socket.h, AF_*}. */
public enum Family {
    /** {@code AF_INET}. */
    V4(2, 4),
    /** {@code AF_INET6}. */
    V6(10, 16);

    private final int number;
    private final int width;

    Family(int number, int width) {
        this.number = number;
        this.width = width;
    }

    /** The family of a kernel number; empty for what is not internet. */
    public static Optional<Family> of(int number) {
        if (number == V4.number) {
            return Optional.of(V4);
        }
        return number == V6.number ? Optional.of(V6) : Optional.empty();
    }

    /** The kernel's number. */
    public int number() {
        return number;
    }

    /** An address's size in bytes. */
    public int width() {
        return width;
    }

    /** The bits of an address, which is the length of a prefix that covers one address only. */
    public int bits() {
        return width * 8;
    }
}
