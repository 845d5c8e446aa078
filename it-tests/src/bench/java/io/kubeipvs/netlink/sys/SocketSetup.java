package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.SyscallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jnr.ffi.byref.IntByReference;

/**
 * Replaces the library's class of this name in the copy of the program that is benchmarked: opens a connection to the
 * kernel in memory ({@code io.kubeipvs.bench.memory.KernelServer}) where that class opens a netlink socket. Everything
 * else, and every later system call, is the program's own. {@code ReplacedClassTest} compares the methods of both.
 */
final class SocketSetup {
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int JOIN = 0xFFFF;
    private static final int BIND = 0xFFFE;
    private static final int PAYLOAD = 16;
    private static final int MESSAGE_BYTES = 20;
    /** Descriptors are smaller. */
    private static final int PORT_IDS_A_PROCESS = 1 << 10;

    static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;
    private static final int BUFFER_BYTES = 1024 * 1024;

    private SocketSetup() {}

    static int open(NetlinkProtocol protocol) throws SyscallException {
        int type = SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK;
        return (int) SystemCalls.check("socket(AF_UNIX)", SystemCalls.LIBC.socket(AF_UNIX, type, 0));
    }

    static int configure(int descriptor, NetlinkProtocol protocol, int receiveBufferBytes, int portId)
            throws SyscallException {
        SystemCalls.check(
                "setsockopt",
                SystemCalls.LIBC.setsockopt(
                        descriptor, SOL_SOCKET, SO_SNDBUFFORCE, new IntByReference(BUFFER_BYTES), Integer.BYTES));
        ByteBuffer address = address(protocol);
        SystemCalls.check("connect", SystemCalls.LIBC.connect(descriptor, address, address.remaining()));
        send(descriptor, BIND, portId(descriptor));
        return BUFFER_BYTES;
    }

    /** A number that no other connection has, not even another process's. */
    static int portId(int descriptor) {
        return (int) ProcessHandle.current().pid() * PORT_IDS_A_PROCESS + descriptor;
    }

    /** Asks the kernel in memory for what it announces to these groups. */
    static void join(int descriptor, int... groups) throws SyscallException {
        for (int group : groups) {
            send(descriptor, JOIN, group);
        }
    }

    private static void send(int descriptor, int type, int payload) throws SyscallException {
        ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(MESSAGE_BYTES)
                .putShort((short) type)
                .putInt(PAYLOAD, payload)
                .clear();
        SystemCalls.check("send", SystemCalls.LIBC.send(descriptor, message, MESSAGE_BYTES, 0));
    }

    private static ByteBuffer address(NetlinkProtocol protocol) {
        byte[] name = "kube-ipvs-bench".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(8 + name.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put((byte) 0)
                .put((byte) (1 + protocol.number()))
                .putInt(0)
                .put(name)
                .flip();
    }
}
