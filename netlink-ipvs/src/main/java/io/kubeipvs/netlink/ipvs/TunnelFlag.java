package io.kubeipvs.netlink.ipvs;

/** Bits of {@link IpvsTunnel#flags()}. Source: {@code include/uapi/linux/ip_vs.h}, since Linux 5.3. */
public final class TunnelFlag {
    /** {@code IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM}: no checksum, which is no bit at all. */
    public static final int NOCSUM = 0;
    /** {@code IP_VS_TUNNEL_ENCAP_FLAG_CSUM}: the outer header has a checksum. */
    public static final int CSUM = 0x1;
    /** {@code IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM}: GUE leaves the inner checksum to the other end. */
    public static final int REMCSUM = 0x2;

    private TunnelFlag() {}
}
