package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Data on the wire, inside the attribute that holds it. Source: {@code net/netfilter/nf_tables_api.c, nft_data_init,
 * nft_data_dump}.
 */
public final class DataCodec {

    private DataCodec() {}

    /** Writes a value or a verdict. */
    public static void write(NftData data, AttributeWriter out) {
        if (data instanceof NftValue value) {
            out.bytes(DataAttr.VALUE, value.raw());
        } else {
            out.nest(DataAttr.VERDICT, (Verdict) data, DataCodec::writeVerdict);
        }
    }

    /** Reads a value or a verdict, whichever is there. */
    public static NftData read(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            switch (in.type()) {
                case DataAttr.VALUE -> {
                    return value(in);
                }
                case DataAttr.VERDICT -> {
                    return verdict(in.nest());
                }
                default -> {
                    // nothing else holds data
                }
            }
        }
        throw in.missing(DataAttr.VALUE);
    }

    /** Reads data that can only be a value. */
    public static NftValue readValue(AttributeReader in) throws MalformedMessageException {
        if (read(in) instanceof NftValue value) {
            return value;
        }
        throw in.malformed("a verdict, where a value belongs");
    }

    private static NftValue value(AttributeReader in) throws MalformedMessageException {
        try {
            return NftValue.owned(in.bytes());
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible.getMessage());
        }
    }

    private static Verdict verdict(AttributeReader in) throws MalformedMessageException {
        boolean found = false;
        int code = 0;
        String chain = "";
        while (in.next()) {
            switch (in.type()) {
                case VerdictAttr.CODE -> {
                    code = in.be32();
                    found = true;
                }
                case VerdictAttr.CHAIN -> chain = in.cstring();
                default -> {
                    // NFTA_VERDICT_CHAIN_ID is only ever sent to the kernel
                }
            }
        }
        if (!found) {
            throw in.missing(VerdictAttr.CODE);
        }
        try {
            return new Verdict(code, chain);
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible.getMessage());
        }
    }

    private static void writeVerdict(Verdict verdict, AttributeWriter out) {
        out.be32(VerdictAttr.CODE, verdict.code());
        if (!verdict.chain().isEmpty()) {
            out.cstring(VerdictAttr.CHAIN, verdict.chain());
        }
    }
}
