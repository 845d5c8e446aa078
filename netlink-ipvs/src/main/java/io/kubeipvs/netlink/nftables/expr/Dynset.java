package io.kubeipvs.netlink.nftables.expr;

import java.util.List;

/**
 * Adds the packet's key to a set, or removes it. Source: {@code net/netfilter/nft_dynset.c}.
 *
 * @param set its name
 * @param op a {@link DynsetOp}
 * @param key the register that holds the key
 * @param data the register with a map's data; {@link Register#NONE} for sets
 * @param timeout milliseconds; 0 = the set's own
 * @param inverted whether the rule goes on only where the set had no room
 * @param expressions counters, limits and the like that the element gets
 */
public record Dynset(
        String set, int op, int key, int data, long timeout, boolean inverted, List<Expression> expressions)
        implements Expression {

    public Dynset {
        expressions = List.copyOf(expressions);
    }

    @Override
    public String name() {
        return ExpressionName.DYNSET;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.dynset(this);
    }
}
