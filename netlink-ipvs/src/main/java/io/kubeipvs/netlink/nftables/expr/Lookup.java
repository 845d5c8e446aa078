package io.kubeipvs.netlink.nftables.expr;

/**
 * Looks up in a set or map: what is not there does not match. Source: {@code net/netfilter/nft_lookup.c}.
 *
 * @param set its name
 * @param source the register that holds the key
 * @param destination where a map's data go, {@link Register#VERDICT} of a verdict map; {@link Register#NONE} for sets
 * @param inverted whether only what is not there matches; not for maps
 */
public record Lookup(String set, int source, int destination, boolean inverted) implements Expression {

    @Override
    public String name() {
        return ExpressionName.LOOKUP;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.lookup(this);
    }
}
