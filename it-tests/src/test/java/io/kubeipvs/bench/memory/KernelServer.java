package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jnr.ffi.LibraryLoader;

/**
 * Serves a kernel in memory to other processes of this network namespace, on one local socket a netlink protocol: its
 * memory and its CPU time are not the program's. Datagrams keep their borders (SOCK_SEQPACKET). A client connects where
 * it would otherwise open a netlink socket, see {@code src/bench}.
 */
public final class KernelServer {
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_DONTWAIT = 0x40;
    /** The type of a message that is none of netlink's: joins a group, whose number is the payload. */
    private static final short JOIN = -1;

    /** Likewise: names the connection's port id, which is the payload. */
    private static final short BIND = -2;

    private static final int TYPE = 4;
    private static final int PAYLOAD = 16;
    private static final int LARGEST_DATAGRAM = 8 * 1024 * 1024;
    private static final int LARGEST_ANSWER = 128 * 1024;
    private static final String NAME = "kube-ipvs-bench";

    private final Sockets sockets = LibraryLoader.create(Sockets.class).load("c");
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private volatile MemoryKernel kernel;

    /** A connection that has joined a multicast group. */
    private record Member(int connection, NetlinkProtocol protocol, int group) {}

    /** Serves this kernel until the process ends. */
    public KernelServer(MemoryKernel kernel) {
        use(kernel);
        for (NetlinkProtocol protocol : NetlinkProtocol.values()) {
            int listener = listen(protocol);
            start("kernel " + protocol, () -> accept(protocol, listener));
        }
    }

    /** Serves another kernel from now on, also to those who are connected. */
    public final void use(MemoryKernel other) {
        other.announceTo(this::announce);
        kernel = other;
    }

    /** To each connection that has joined the group. One that does not read what it gets loses the rest. */
    private void announce(Announcements.Announcement announcement) {
        for (Member member : members) {
            if (member.protocol() == announcement.protocol() && member.group() == announcement.group()) {
                byte[] datagram = announcement.datagram();
                ByteBuffer out =
                        ByteBuffer.allocateDirect(datagram.length).put(datagram).flip();
                sockets.send(member.connection(), out, datagram.length, MSG_NOSIGNAL | MSG_DONTWAIT);
            }
        }
    }

    private int listen(NetlinkProtocol protocol) {
        int listener = check("socket", sockets.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
        ByteBuffer address = address(protocol);
        check("bind", sockets.bind(listener, address, address.remaining()));
        check("listen", sockets.listen(listener, 16));
        return listener;
    }

    /**
     * An abstract name. A client takes bytes 4 to 7 of a sender's address for the sender's port id, which is 0 for the
     * kernel.
     */
    private static ByteBuffer address(NetlinkProtocol protocol) {
        byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(8 + name.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put((byte) 0)
                .put((byte) (1 + protocol.number()))
                .putInt(0)
                .put(name)
                .flip();
    }

    private void accept(NetlinkProtocol protocol, int listener) {
        while (true) {
            int connection = check("accept", sockets.accept(listener, null, null));
            start("kernel " + protocol + " " + connection, () -> serve(protocol, connection));
        }
    }

    private void serve(NetlinkProtocol protocol, int connection) {
        ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_DATAGRAM).order(ByteOrder.nativeOrder());
        ByteBuffer out = ByteBuffer.allocateDirect(LARGEST_ANSWER);
        boolean isOpen = true;
        int portId = 0;
        while (isOpen) {
            in.clear();
            long length = sockets.recv(connection, in, in.capacity(), 0);
            isOpen = length > 0;
            if (isOpen) {
                in.limit((int) length);
                if (in.getShort(TYPE) == JOIN) {
                    members.add(new Member(connection, protocol, in.getInt(PAYLOAD)));
                    continue;
                }
                if (in.getShort(TYPE) == BIND) {
                    portId = in.getInt(PAYLOAD);
                    continue;
                }
                for (byte[] answer : kernel.answer(protocol, portId, in)) {
                    out.clear().put(answer).flip();
                    isOpen &= sockets.send(connection, out, answer.length, MSG_NOSIGNAL) >= 0;
                }
            }
        }
        members.removeIf(member -> member.connection() == connection);
        sockets.close(connection);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static int check(String call, int result) {
        if (result == -1) {
            throw new IllegalStateException(call + " of a local socket failed");
        }
        return result;
    }
}
