package io.kubeipvs.netlink.ipvs;

/** Values of {@link IpvsTunnel#type()}. Source: {@code include/uapi/linux/ip_vs.h}, since Linux 5.3. */
public final class TunnelType {
    /** {@code IP_VS_CONN_F_TUNNEL_TYPE_IPIP}: the packet in another. */
    public static final int IPIP = 0;
    /** {@code IP_VS_CONN_F_TUNNEL_TYPE_GUE}: in UDP, to the tunnel's port. */
    public static final int GUE = 1;
    /** {@code IP_VS_CONN_F_TUNNEL_TYPE_GRE}. */
    public static final int GRE = 2;

    private TunnelType() {}
}
