package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/**
 * Loads a value into a register, or gives a verdict ({@link Register#VERDICT}).
 *
 * <pre>
 * NFTA_EXPR_NAME            "immediate"
 * NFTA_EXPR_DATA
 *   NFTA_IMMEDIATE_DREG     be32, Register
 *   NFTA_IMMEDIATE_DATA
 *     NFTA_DATA_VALUE       bytes; or
 *     NFTA_DATA_VERDICT
 *       NFTA_VERDICT_CODE   be32, Verdict.Code
 *       NFTA_VERDICT_CHAIN  string; of jump and goto
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_immediate.c, nft_immediate_init}.
 */
public record Immediate(int register, NftData data) implements Expression {
    static final String NAME = "immediate";

    /** Source: {@code enum nft_immediate_attributes}. */
    static final class Attr {
        static final int DREG = 1;
        static final int DATA = 2;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_IMMEDIATE_", "UNSPEC", "DREG", "DATA").nested(DATA, DataCodec.NAMES);

        private Attr() {}
    }

    /** {@code accept}, {@code drop}, {@code jump}, ... */
    public static Immediate of(Verdict verdict) {
        return new Immediate(Register.VERDICT, verdict);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.immediate(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.DREG, register);
        out.nest(Attr.DATA, data, DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Optional<NftData> data = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case Attr.DREG -> found.put(in.be32());
                case Attr.DATA -> data = Optional.of(DataCodec.read(in.nest()));
                default -> {}
            }
        }
        return new Immediate(found.require(Attr.DREG), data.orElseThrow(() -> in.missing(Attr.DATA)));
    }
}
