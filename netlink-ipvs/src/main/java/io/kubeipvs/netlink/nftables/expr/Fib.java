package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Looks an address up in the routing tables: {@code fib daddr type}.
 *
 * <pre>
 * NFTA_EXPR_NAME      "fib"
 * NFTA_EXPR_DATA
 *   NFTA_FIB_FLAGS    be32, Flag
 *   NFTA_FIB_RESULT   be32, Result
 *   NFTA_FIB_DREG     be32, Register
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_fib.c, nft_fib_init}.
 *
 * @param flags {@link Flag}s
 * @param result a {@link Result}
 * @param register the destination
 */
public record Fib(int flags, int result, int register) implements Expression {
    static final String NAME = "fib";

    /** Parts of the lookup's key. Source: {@code enum nft_fib_flags}. */
    public static final class Flag {
        /** The source address. */
        public static final int SADDR = 1;
        /** The destination address. */
        public static final int DADDR = 1 << 1;
        /** The packet's mark. */
        public static final int MARK = 1 << 2;
        /** The incoming interface. */
        public static final int IIF = 1 << 3;
        /** The outgoing interface. */
        public static final int OIF = 1 << 4;
        /** The result is only whether there is a route. */
        public static final int PRESENT = 1 << 5;

        private Flag() {}
    }

    /** Results of the lookup. Source: {@code enum nft_fib_result}. */
    public static final class Result {
        /** u32, an interface's index. */
        public static final int OIF = 1;
        /** 16 bytes, an interface's name. */
        public static final int OIFNAME = 2;
        /** u32, an {@link AddressType}. */
        public static final int ADDRTYPE = 3;

        private Result() {}
    }

    /** Source: {@code enum nft_fib_attributes}. */
    static final class Attr {
        static final int DREG = 1;
        static final int RESULT = 2;
        static final int FLAGS = 3;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_FIB_", "UNSPEC", "DREG", "RESULT", "FLAGS");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.fib(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.FLAGS, flags);
        out.be32(Attr.RESULT, result);
        out.be32(Attr.DREG, register);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.FLAGS, Attr.RESULT, Attr.DREG -> found.put(in.be32());
                default -> {}
            }
        }
        return new Fib(found.require(Attr.FLAGS), found.require(Attr.RESULT), found.require(Attr.DREG));
    }
}
