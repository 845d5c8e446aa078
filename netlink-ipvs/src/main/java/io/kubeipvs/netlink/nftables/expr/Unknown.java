package io.kubeipvs.netlink.nftables.expr;

/** An expression that this library cannot read; it can be listed, not written. */
public record Unknown(String name) implements Expression {

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.unknown(this);
    }
}
