package io.kubeipvs.netlink.ipvs;

/** The transport protocols that IPVS balances. Source: {@code include/uapi/linux/in.h, IPPROTO_*}. */
public final class IpProtocol {
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int SCTP = 132;

    private IpProtocol() {}
}
