package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * Flags of {@link Nat}, {@link Masquerade} and {@link Redirect}: how the kernel chooses a new address or port. Source:
 * {@code nf_nat.h, NF_NAT_RANGE_*}.
 */
public final class NatFlag {
    /** An address is given. The kernel sets it by the registers. */
    static final int MAP_IPS = 1;
    /** A port is given. This follows from the registers. */
    static final int PROTO_SPECIFIED = 1 << 1;
    /** {@code NF_NAT_RANGE_PROTO_RANDOM}. */
    public static final int PROTO_RANDOM = 1 << 2;
    /** {@code NF_NAT_RANGE_PERSISTENT}. */
    public static final int PERSISTENT = 1 << 3;
    /** {@code NF_NAT_RANGE_PROTO_RANDOM_FULLY}. */
    public static final int PROTO_RANDOM_FULLY = 1 << 4;
    /** {@code NF_NAT_RANGE_PROTO_OFFSET}. */
    public static final int PROTO_OFFSET = 1 << 5;
    /** {@code NF_NAT_RANGE_NETMAP}. */
    public static final int NETMAP = 1 << 6;

    private NatFlag() {}

    /** Writes the flags, with the flag that follows from the port's registers. */
    static void write(int type, int flags, RegisterRange port, AttributeWriter out) {
        int all = port.first() == Register.NONE ? flags : flags | PROTO_SPECIFIED;
        if (all != 0) {
            out.be32(type, all);
        }
    }

    /** The flags without those that follow from the registers. */
    static int read(Found found, int type) {
        return found.orElse(type, 0) & ~(MAP_IPS | PROTO_SPECIFIED);
    }
}
