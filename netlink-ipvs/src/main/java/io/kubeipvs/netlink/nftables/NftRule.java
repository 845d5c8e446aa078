package io.kubeipvs.netlink.nftables;

import java.util.List;
import java.util.Objects;

/**
 * A rule: expressions that are evaluated in turn until one does not match.
 *
 * @param handle the kernel's number of it, unique in its table; 0 = not in the kernel yet
 * @param comment a remark that {@code nft} prints; empty = none
 */
public record NftRule(
        NftFamily family, String table, String chain, long handle, String comment, List<Expression> expressions) {

    /** What {@code nft} lets a person write, bytes. Longer ones are read, but not written. */
    public static final int MAX_COMMENT = 128;

    public NftRule {
        Objects.requireNonNull(family);
        Objects.requireNonNull(table);
        Objects.requireNonNull(chain);
        Objects.requireNonNull(comment);
        expressions = List.copyOf(expressions);
    }
}
