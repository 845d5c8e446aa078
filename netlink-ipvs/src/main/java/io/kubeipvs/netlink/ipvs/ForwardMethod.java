package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * How packets reach a real server. Source: {@code include/uapi/linux/ip_vs.h, IP_VS_CONN_F_FWD_MASK}.
 */
public enum ForwardMethod {
    /** {@code IP_VS_CONN_F_MASQ}: the destination is rewritten, and rewritten back on the way out. */
    MASQUERADE(0),
    /** {@code IP_VS_CONN_F_LOCALNODE}: handed to this host. */
    LOCAL(1),
    /** {@code IP_VS_CONN_F_TUNNEL}: encapsulated. */
    TUNNEL(2),
    /** {@code IP_VS_CONN_F_DROUTE}: sent on unchanged ("direct routing"). */
    DIRECT(3),
    /**
     * {@code IP_VS_CONN_F_BYPASS}: sent where it was addressed to; the kernel's own for caches, but it takes it here.
     */
    BYPASS(4);

    /** {@code IP_VS_CONN_F_FWD_MASK}: the other bits of the attribute are connection flags. */
    private static final int MASK = 0x7;

    private static final ForwardMethod[] VALUES = values();

    private final int number;

    ForwardMethod(int number) {
        this.number = number;
    }

    /** The kernel's number. */
    public int number() {
        return number;
    }

    /** The current attribute's. */
    static ForwardMethod of(AttributeReader in) throws MalformedMessageException {
        int number = in.u32() & MASK;
        if (number >= VALUES.length) {
            throw in.malformed("unknown forwarding method " + number);
        }
        return VALUES[number];
    }
}
