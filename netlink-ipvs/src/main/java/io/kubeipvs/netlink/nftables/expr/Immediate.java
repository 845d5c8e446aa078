package io.kubeipvs.netlink.nftables.expr;

/**
 * Loads a value, or passes a verdict ({@link Register#VERDICT}). Source: {@code net/netfilter/nft_immediate.c}.
 */
public record Immediate(int register, NftData data) implements Expression {

    /** {@code accept}, {@code drop}, {@code jump}, ... */
    public static Immediate of(Verdict verdict) {
        return new Immediate(Register.VERDICT, verdict);
    }

    @Override
    public String name() {
        return ExpressionName.IMMEDIATE;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.immediate(this);
    }
}
