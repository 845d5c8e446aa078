package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Reads and writes data, inside the attribute that holds it.
 *
 * <pre>
 * NFTA_DATA_VALUE     bytes; or
 * NFTA_DATA_VERDICT   see Verdict
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nf_tables_api.c, nft_data_init, nft_data_dump}, {@code enum nft_data_attributes}.
 */
public final class DataCodec {
    private static final int VALUE = 1;
    private static final int VERDICT = 2;

    public static final AttributeNames NAMES =
            AttributeNames.of("NFTA_DATA_", "UNSPEC", "VALUE", "VERDICT").nested(VERDICT, Verdict.Attr.NAMES);

    private DataCodec() {}

    /** Writes a value or a verdict. */
    public static void write(NftData data, AttributeWriter out) {
        if (data instanceof NftValue value) {
            out.bytes(VALUE, value.raw());
        } else {
            out.nest(VERDICT, (Verdict) data, Verdict::write);
        }
    }

    /** Reads a value or a verdict. */
    public static NftData read(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            switch (in.type()) {
                case VALUE -> {
                    return value(in);
                }
                case VERDICT -> {
                    return Verdict.read(in.nest());
                }
                default -> {
                    // other attributes hold no data
                }
            }
        }
        throw in.missing(VALUE);
    }

    /** Reads data that can only be a value. */
    public static NftValue readValue(AttributeReader in) throws MalformedMessageException {
        if (read(in) instanceof NftValue value) {
            return value;
        }
        throw in.malformed("a verdict instead of a value");
    }

    private static NftValue value(AttributeReader in) throws MalformedMessageException {
        try {
            return NftValue.owned(in.bytes());
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }
}
