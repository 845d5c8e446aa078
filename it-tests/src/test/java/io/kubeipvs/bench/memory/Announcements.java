package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel announces to multicast groups: every change, with the port id of the socket that request for it in the
 * message header.
 */
final class Announcements {
    /** {@code RTNLGRP_LINK}. */
    static final int LINKS = 1;
    /** {@code RTNLGRP_IPV4_IFADDR}. */
    static final int IPV4_ADDRESSES = 5;
    /** {@code RTNLGRP_IPV6_IFADDR}. */
    static final int IPV6_ADDRESSES = 9;
    /** {@code NFNLGRP_NFTABLES}. */
    static final int NFTABLES = 7;

    private static final int HEADER = 16;

    /** One message to the members of a group. */
    record Announcement(NetlinkProtocol protocol, int group, byte[] datagram) {}

    private final List<Announcement> pending = new ArrayList<>();
    private int portId;

    /** Sets the port id of the socket that requests the following changes. */
    void by(int requester) {
        portId = requester;
    }

    void add(NetlinkProtocol protocol, int group, int type, Payload payload) {
        byte[] bytes = payload.copy();
        byte[] datagram = ByteBuffer.allocate(HEADER + bytes.length)
                .order(ByteOrder.nativeOrder())
                .putInt(HEADER + bytes.length)
                .putShort((short) type)
                .putShort((short) 0)
                .putInt(0)
                .putInt(portId)
                .put(bytes)
                .array();
        pending.add(new Announcement(protocol, group, datagram));
    }

    /** Those that were not taken yet. */
    List<Announcement> take() {
        List<Announcement> taken = List.copyOf(pending);
        pending.clear();
        return taken;
    }
}
