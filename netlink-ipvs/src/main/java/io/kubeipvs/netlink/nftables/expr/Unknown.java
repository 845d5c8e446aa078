package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/** An expression that this library cannot read. It can be listed, but not written. */
public record Unknown(String name) implements Expression {
    @Override
    public <R> R on(Cases<R> cases) {
        return cases.unknown(this);
    }

    @Override
    public void write(AttributeWriter out) {
        throw new IllegalArgumentException("cannot write an expression that this library cannot read: " + name);
    }
}
