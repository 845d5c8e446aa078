package io.kubeipvs.daemon.kernel;

import io.kubeipvs.netlink.NetlinkProtocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The netlink families that the program's adapters use. */
public enum NetlinkFamily {
    IPVS(NetlinkProtocol.GENERIC, 2),
    NF_TABLES(NetlinkProtocol.NETFILTER, 22),
    RTNETLINK(NetlinkProtocol.ROUTE, 95),
    CTNETLINK(NetlinkProtocol.NETFILTER, 22),
    SOCK_DIAG(NetlinkProtocol.SOCK_DIAG, 2);

    private static final int TYPE = 4;
    private static final int CONNTRACK = 1;

    private final NetlinkProtocol protocol;
    private final int errnoWithoutModule;

    NetlinkFamily(NetlinkProtocol protocol, int errnoWithoutModule) {
        this.protocol = protocol;
        this.errnoWithoutModule = errnoWithoutModule;
    }

    /** ENOENT, EINVAL, EOPNOTSUPP: a generic family, a netfilter subsystem, a kind of link that is unknown. */
    int errnoWithoutModule() {
        return errnoWithoutModule;
    }

    boolean uses(NetlinkProtocol other) {
        return protocol == other;
    }

    /** Whether a datagram of requests is for this family. */
    boolean isAsked(NetlinkProtocol by, ByteBuffer datagram) {
        if (by != protocol) {
            return false;
        }
        int type = Short.toUnsignedInt(
                datagram.duplicate().order(ByteOrder.nativeOrder()).getShort(datagram.position() + TYPE));
        return protocol != NetlinkProtocol.NETFILTER || type >>> 8 == CONNTRACK == (this == CTNETLINK);
    }
}
