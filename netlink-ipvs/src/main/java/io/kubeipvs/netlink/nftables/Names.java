package io.kubeipvs.netlink.nftables;

import java.nio.charset.StandardCharsets;

/** The rules of the kernel for the name of a table, chain or set. */
final class Names {
    /** {@code NFT_NAME_MAXLEN}, bytes with the closing NUL. */
    private static final int MAX = 256;

    private Names() {}

    static void require(String kind, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes >= MAX || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(kind + " name \"" + name + "\": allowed are 1 to 255 bytes without NUL");
        }
    }
}
