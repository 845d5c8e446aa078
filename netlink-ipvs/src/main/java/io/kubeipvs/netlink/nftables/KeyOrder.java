package io.kubeipvs.netlink.nftables;

import java.util.Arrays;

/** Keys as the kernel sorts them: as one unsigned big-endian number. */
final class KeyOrder {

    private KeyOrder() {}

    static int compare(NftValue one, NftValue other) {
        return Arrays.compareUnsigned(one.raw(), other.raw());
    }

    /** All bits are set: there is no key behind it. */
    static boolean isLast(NftValue key) {
        for (byte part : key.raw()) {
            if (part != -1) {
                return false;
            }
        }
        return true;
    }

    /** The key behind one that is not the last. */
    static NftValue next(NftValue key) {
        byte[] bytes = key.bytes();
        int at = bytes.length - 1;
        while (++bytes[at] == 0) {
            at--;
        }
        return NftValue.owned(bytes);
    }

    /** The key before one that is not all zeros. */
    static NftValue previous(NftValue key) {
        byte[] bytes = key.bytes();
        int at = bytes.length - 1;
        while (bytes[at]-- == 0) {
            at--;
        }
        return NftValue.owned(bytes);
    }

    /** The last key of a width. */
    static NftValue last(int width) {
        byte[] bytes = new byte[width];
        Arrays.fill(bytes, (byte) -1);
        return NftValue.owned(bytes);
    }

    static boolean isFirst(NftValue key) {
        for (byte part : key.raw()) {
            if (part != 0) {
                return false;
            }
        }
        return true;
    }
}
