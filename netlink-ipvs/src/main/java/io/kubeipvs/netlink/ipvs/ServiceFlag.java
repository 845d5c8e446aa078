package io.kubeipvs.netlink.ipvs;

/** Bits of {@link IpvsService#flags()}. Source: {@code include/uapi/linux/ip_vs.h, IP_VS_SVC_F_*}. */
public final class ServiceFlag {
    /** {@code IP_VS_SVC_F_ONEPACKET}: schedule each UDP packet anew. */
    public static final int ONE_PACKET = 0x4;
    /** {@code IP_VS_SVC_F_SCHED1}: sh-fallback, mh-fallback. */
    public static final int SCHEDULER_1 = 0x8;
    /** {@code IP_VS_SVC_F_SCHED2}: sh-port, mh-port. */
    public static final int SCHEDULER_2 = 0x10;
    /** {@code IP_VS_SVC_F_SCHED3}: no scheduler uses it yet. */
    public static final int SCHEDULER_3 = 0x20;

    /** {@code IP_VS_SVC_F_PERSISTENT}; records have {@link IpvsService#persistence()} instead. */
    static final int PERSISTENT = 0x1;
    /** {@code IP_VS_SVC_F_HASHED}: the kernel's own bookkeeping; never in a record. */
    static final int HASHED = 0x2;

    static final int NOT_IN_RECORDS = PERSISTENT | HASHED;

    private ServiceFlag() {}
}
