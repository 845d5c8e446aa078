package io.kubeipvs.netlink.nftables.expr;

/** What the kernel calls the kinds of expressions: the {@code .name} of its {@code struct nft_expr_type}s. */
final class ExpressionName {

    static final String META = "meta";
    static final String PAYLOAD = "payload";
    static final String CT = "ct";
    static final String FIB = "fib";
    static final String LOOKUP = "lookup";
    static final String BITWISE = "bitwise";
    static final String CMP = "cmp";
    static final String RANGE = "range";
    static final String IMMEDIATE = "immediate";
    static final String COUNTER = "counter";
    static final String REJECT = "reject";
    static final String MASQ = "masq";
    static final String REDIR = "redir";
    static final String NAT = "nat";
    static final String DYNSET = "dynset";
    static final String LIMIT = "limit";
    static final String LOG = "log";
    static final String NOTRACK = "notrack";

    private ExpressionName() {}
}
