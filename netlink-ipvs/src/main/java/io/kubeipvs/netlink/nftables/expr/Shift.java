package io.kubeipvs.netlink.nftables.expr;

/**
 * Shifts a register. Source: {@code net/netfilter/nft_bitwise.c, nft_bitwise_eval_lshift}.
 *
 * @param length bytes
 * @param op {@link BitwiseOp#LSHIFT} or {@link BitwiseOp#RSHIFT}
 * @param bits how far
 */
public record Shift(int source, int destination, int length, int op, int bits) implements Expression {

    public Shift {
        if (op != BitwiseOp.LSHIFT && op != BitwiseOp.RSHIFT) {
            throw new IllegalArgumentException("not a shift: " + op);
        }
    }

    @Override
    public String name() {
        return ExpressionName.BITWISE;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.shift(this);
    }
}
