package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The announcements of the kernel to multicast groups: every change, with the port id of the socket that requested it
 * in the message header where the kernel names one.
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
    /** {@code NLMSG_GOODSIZE}, less what the kernel needs of it. */
    private static final int DATAGRAM_BYTES = 3712;

    /** One message to the members of a group. */
    record Announcement(NetlinkProtocol protocol, int group, byte[] datagram) {}

    private final List<Announcement> pending = new ArrayList<>();
    private int requester;

    /** Sets the port id of the socket that requests the following changes. */
    void by(int portId) {
        requester = portId;
    }

    /** A message that names the requester, in a datagram of its own. */
    void add(NetlinkProtocol protocol, int group, int type, Payload payload) {
        pending.add(new Announcement(protocol, group, message(type, requester, payload)));
    }

    /** A message without the id of a requester, in a datagram of its own. */
    void addUnnamed(NetlinkProtocol protocol, int group, int type, Payload payload) {
        pending.add(new Announcement(protocol, group, message(type, 0, payload)));
    }

    /** The changes of a transaction, several to a datagram. Source: {@code nf_tables_api.c, nft_commit_notify}. */
    void addAll(int group, List<FilterTransaction.Change> changes, IntFunction<Payload> header) {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        for (FilterTransaction.Change change : changes) {
            Payload payload = header.apply(change.family()).raw(change.attributes());
            byte[] message = message(change.type(), requester, payload);
            if (datagram.size() + message.length > DATAGRAM_BYTES) {
                flush(group, datagram);
            }
            datagram.writeBytes(message);
            datagram.writeBytes(new byte[-message.length & 3]);
        }
        flush(group, datagram);
    }

    private void flush(int group, ByteArrayOutputStream datagram) {
        if (datagram.size() > 0) {
            pending.add(new Announcement(NetlinkProtocol.NETFILTER, group, datagram.toByteArray()));
            datagram.reset();
        }
    }

    private static byte[] message(int type, int portId, Payload payload) {
        byte[] bytes = payload.copy();
        return ByteBuffer.allocate(HEADER + bytes.length)
                .order(ByteOrder.nativeOrder())
                .putInt(HEADER + bytes.length)
                .putShort((short) type)
                .putShort((short) 0)
                .putInt(0)
                .putInt(portId)
                .put(bytes)
                .array();
    }

    /** Those that were not taken yet. */
    List<Announcement> take() {
        List<Announcement> taken = List.copyOf(pending);
        pending.clear();
        return taken;
    }
}
