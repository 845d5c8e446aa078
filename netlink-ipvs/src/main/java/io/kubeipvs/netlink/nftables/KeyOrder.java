package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.nftables.expr.NftValue;

/** Neighbours and ends in the order of a set's keys, which is the order of {@link NftValue}. */
final class KeyOrder {
    private static final int ALL_BITS = 0xff;

    private KeyOrder() {}

    /** Whether the key is the last of its length: all bits are set. */
    static boolean isLast(NftValue key) {
        return isFilledWith(key, ALL_BITS);
    }

    /** Whether the key is the first of its length: no bit is set. */
    static boolean isFirst(NftValue key) {
        return isFilledWith(key, 0);
    }

    /** The key after a key that is not the last. */
    static NftValue next(NftValue key) {
        byte[] bytes = key.bytes();
        int at = bytes.length - 1;
        while (++bytes[at] == 0) {
            at--;
        }
        return NftValue.of(bytes);
    }

    /** The key before a key that is not the first. */
    static NftValue previous(NftValue key) {
        byte[] bytes = key.bytes();
        int at = bytes.length - 1;
        while (bytes[at]-- == 0) {
            at--;
        }
        return NftValue.of(bytes);
    }

    /** The last key of a length in bytes. */
    static NftValue last(int length) {
        return NftValue.prefixMask(length, Byte.SIZE * length);
    }

    private static boolean isFilledWith(NftValue key, int value) {
        for (int at = 0; at < key.length(); at++) {
            if (key.byteAt(at) != value) {
                return false;
            }
        }
        return true;
    }
}
