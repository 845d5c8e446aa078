package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.MalformedMessageException;

/** The numbers found among a nest's attributes, by type. */
final class Found {
    private static final int TYPES = 16;

    private final AttributeReader in;
    private final long[] values = new long[TYPES];
    private final boolean[] present = new boolean[TYPES];

    Found(AttributeReader in) {
        this.in = in;
    }

    /** Keeps the current attribute's value. */
    void put(long value) {
        values[in.type()] = value;
        present[in.type()] = true;
    }

    boolean has(int type) {
        return present[type];
    }

    /** The value of an attribute that must be there. */
    int require(int type) throws MalformedMessageException {
        return (int) requireLong(type);
    }

    /** The value of an attribute that must be there. */
    long requireLong(int type) throws MalformedMessageException {
        if (!present[type]) {
            throw in.missing(type);
        }
        return values[type];
    }

    /** The value of an attribute, or what its absence means. */
    int orElse(int type, int absent) {
        return present[type] ? (int) values[type] : absent;
    }

    /** The value of an attribute, or 0. */
    long orZero(int type) {
        return values[type];
    }
}
