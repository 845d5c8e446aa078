package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    private static final int LARGEST_DATAGRAM = 8 * 1024 * 1024;
    private static final int LARGEST_ANSWER = 128 * 1024;
    private static final String NAME = "kube-ipvs-bench";

    private final Sockets sockets = LibraryLoader.create(Sockets.class).load("c");
    private volatile MemoryKernel kernel;

    /** Serves this kernel until the process ends. */
    public KernelServer(MemoryKernel kernel) {
        this.kernel = kernel;
        for (NetlinkProtocol protocol : NetlinkProtocol.values()) {
            int listener = listen(protocol);
            start("kernel " + protocol, () -> accept(protocol, listener));
        }
    }

    /** Serves another kernel from now on, also to those who are connected. */
    public void use(MemoryKernel other) {
        kernel = other;
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
        while (isOpen) {
            in.clear();
            long length = sockets.recv(connection, in, in.capacity(), 0);
            isOpen = length > 0;
            if (isOpen) {
                in.limit((int) length);
                for (byte[] answer : kernel.answer(protocol, in)) {
                    out.clear().put(answer).flip();
                    isOpen &= sockets.send(connection, out, answer.length, MSG_NOSIGNAL) >= 0;
                }
            }
        }
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
