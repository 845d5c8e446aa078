package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Reject;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule: expressions that are evaluated in turn until one does not match. {@link RuleBuilder} makes them.
 *
 * @param chain where it stands
 * @param handle the kernel's number of it, unique in its table; 0 = not in the kernel yet
 * @param comment a remark that {@code nft} prints, at most {@link #MAX_COMMENT} bytes to be written; empty = none
 */
public record NftRule(NftChain.Key chain, long handle, String comment, List<Expression> expressions) {
    /** The most bytes of a comment that can be written, as in {@code nft}. */
    public static final int MAX_COMMENT = Comments.MAX;

    public NftRule {
        Objects.requireNonNull(chain);
        Objects.requireNonNull(comment);
        expressions = List.copyOf(expressions);
    }

    /** The same rule in another table that has a chain and sets of the same names. */
    public NftRule in(NftTable.Key table) {
        return new NftRule(new NftChain.Key(table, chain.name()), handle, comment, expressions);
    }

    /** The same rule as a replacement of the rule with this handle. */
    public NftRule withHandle(long newHandle) {
        return new NftRule(chain, newHandle, comment, expressions);
    }

    /**
     * Where a packet goes that passes all expressions: the verdict that ends the rule. Empty when an expression decides
     * that itself, as {@link Reject} and the targets of iptables do, or none does.
     */
    public Optional<Verdict> verdict() {
        return expressions.stream()
                .filter(Immediate.class::isInstance)
                .map(expression -> ((Immediate) expression).data())
                .filter(Verdict.class::isInstance)
                .map(Verdict.class::cast)
                .findFirst();
    }

    /** The rule as it was written: without handle, its counters at 0. To be compared with one that is wanted. */
    public NftRule asWritten() {
        return new NftRule(
                chain,
                0,
                comment,
                expressions.stream()
                        .map(expression -> expression instanceof Counter ? Counter.ZERO : expression)
                        .toList());
    }
}
