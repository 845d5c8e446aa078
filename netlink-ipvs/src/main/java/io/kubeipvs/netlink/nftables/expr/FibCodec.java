package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Fib expressions on the wire. Source: {@code net/netfilter/nft_fib.c, nft_fib_init}. */
final class FibCodec {

    private FibCodec() {}

    static void write(Fib fib, AttributeWriter out) {
        out.be32(FibAttr.FLAGS, fib.flags());
        out.be32(FibAttr.RESULT, fib.result());
        out.be32(FibAttr.DREG, fib.register());
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case FibAttr.FLAGS, FibAttr.RESULT, FibAttr.DREG -> found.put(in.be32());
                default -> {}
            }
        }
        return new Fib(found.require(FibAttr.FLAGS), found.require(FibAttr.RESULT), found.require(FibAttr.DREG));
    }
}
