package io.kubeipvs.netlink.nftables;

import java.nio.charset.StandardCharsets;

/** Remarks on tables, sets and elements, which the kernel keeps for {@code nft}. */
final class Comments {
    /** The longest comment that {@code nft} itself allows, bytes. */
    static final int MAX = 128;

    private Comments() {}

    static void require(String comment) {
        if (comment.getBytes(StandardCharsets.UTF_8).length > MAX || comment.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "comment \"" + comment + "\": allowed are " + MAX + " bytes without NUL");
        }
    }
}
