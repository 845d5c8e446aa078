package io.kubeipvs.netlink.ipvs;

/**
 * The commands of the IPVS family. Source: {@code include/uapi/linux/ip_vs.h, IPVS_CMD_*}, since Linux 2.6.28.
 *
 * <p>{@code IPVS_CMD_FLUSH} and {@code IPVS_CMD_ZERO} are omitted on purpose: they hit other programs' services.
 * Those of the sync daemon, {@code IPVS_CMD_*_DAEMON}, are not offered.
 */
final class IpvsCommand {
    /** {@code IPVS_GENL_NAME}. */
    static final String FAMILY = "IPVS";
    /** {@code IPVS_GENL_VERSION}. */
    static final int VERSION = 1;

    static final int NEW_SERVICE = 1;
    static final int SET_SERVICE = 2;
    static final int DEL_SERVICE = 3;
    static final int GET_SERVICE = 4;
    static final int NEW_DEST = 5;
    static final int SET_DEST = 6;
    static final int DEL_DEST = 7;
    static final int GET_DEST = 8;
    static final int SET_CONFIG = 12;
    static final int GET_CONFIG = 13;
    static final int GET_INFO = 15;

    private IpvsCommand() {}
}
