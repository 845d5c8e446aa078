package io.kubeipvs.netlink.nftables.expr;

/**
 * Loads bytes of the packet; a packet that is shorter does not match. Source: {@code net/netfilter/nft_payload.c, nft_payload_eval}.
 *
 * @param base a {@link PayloadBase}
 * @param offset bytes from there
 * @param length bytes
 * @param register where to
 */
public record PayloadLoad(int base, int offset, int length, int register) implements Expression {

    @Override
    public String name() {
        return ExpressionName.PAYLOAD;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.payloadLoad(this);
    }
}
