package io.kubeipvs.netlink.nftables.expr;

/**
 * Masks and flips: {@code destination = (source & mask) ^ xor}. Source: {@code net/netfilter/nft_bitwise.c, nft_bitwise_eval_bool}.
 *
 * @param mask as long as {@code xor}
 */
public record Bitwise(int source, int destination, NftValue mask, NftValue xor) implements Expression {

    public Bitwise {
        if (mask.length() != xor.length()) {
            throw new IllegalArgumentException("mask " + mask + " and xor " + xor + " differ in length");
        }
    }

    @Override
    public String name() {
        return ExpressionName.BITWISE;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.bitwise(this);
    }
}
