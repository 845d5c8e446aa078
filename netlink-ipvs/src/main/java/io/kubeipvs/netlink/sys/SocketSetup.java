package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.SyscallException;
import jnr.ffi.byref.IntByReference;

/**
 * Opening a netlink socket and its options. Source: {@code include/uapi/linux/netlink.h, NETLINK_*}; {@code
 * include/uapi/asm-generic/socket.h, SO_*}, the numbering of x86-64 and arm64.
 */
final class SocketSetup {
    private static final int SOCK_RAW = 3;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;

    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;

    /** The buffer that answers need. */
    static final int RECEIVE_BUFFER_BYTES = 512 * 1024;

    private static final int SEND_BUFFER_BYTES = 512 * 1024;
    /** A netfilter transaction is one datagram: this is for 100,000 set elements in one. */
    private static final int TRANSACTION_BUFFER_BYTES = 4 * 1024 * 1024;

    private SocketSetup() {}

    static int open(NetlinkProtocol protocol) throws SyscallException {
        int type = SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK;
        return (int) SystemCalls.check(
                "socket(AF_NETLINK, " + protocol + ")",
                SystemCalls.LIBC.socket(SockaddrNl.AF_NETLINK, type, protocol.number()));
    }

    /**
     * Sets all options and binds; returns the size of the send buffer in bytes.
     *
     * @param portId 0 = the kernel chooses one
     */
    static int configure(int descriptor, NetlinkProtocol protocol, int receiveBufferBytes, int portId)
            throws SyscallException {
        set(descriptor, SOL_NETLINK, NETLINK_EXT_ACK, 1);
        set(descriptor, SOL_NETLINK, NETLINK_CAP_ACK, 1);
        if (protocol == NetlinkProtocol.ROUTE) {
            set(descriptor, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
        }
        boolean transactions = protocol == NetlinkProtocol.NETFILTER;
        resize(descriptor, SO_SNDBUFFORCE, SO_SNDBUF, transactions ? TRANSACTION_BUFFER_BYTES : SEND_BUFFER_BYTES);
        resize(descriptor, SO_RCVBUFFORCE, SO_RCVBUF, receiveBufferBytes);
        SystemCalls.check("bind", SystemCalls.LIBC.bind(descriptor, new SockaddrNl(portId).bytes(), SockaddrNl.SIZE));
        return get(descriptor, SO_SNDBUF);
    }

    /** The port id that it got when it was bound. */
    static int portId(int descriptor) throws SyscallException {
        SockaddrNl own = new SockaddrNl();
        SystemCalls.check(
                "getsockname",
                SystemCalls.LIBC.getsockname(descriptor, own.bytes(), new IntByReference(SockaddrNl.SIZE)));
        return own.portId();
    }

    /** Joins multicast groups, by number: the bits of a socket's address reach only the first 32. */
    static void join(int descriptor, int... groups) throws SyscallException {
        for (int group : groups) {
            set(descriptor, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
        }
    }

    /** Beyond the system's limit where we may (CAP_NET_ADMIN in the first user namespace), else up to it. */
    private static void resize(int descriptor, int forceOption, int option, int bytes) throws SyscallException {
        try {
            set(descriptor, SOL_SOCKET, forceOption, bytes);
        } catch (SyscallException refused) {
            if (!refused.errno().equals(Errno.EPERM)) {
                throw refused;
            }
            set(descriptor, SOL_SOCKET, option, bytes);
        }
    }

    private static void set(int descriptor, int level, int option, int value) throws SyscallException {
        SystemCalls.check(
                "setsockopt(" + level + ", " + option + ")",
                SystemCalls.LIBC.setsockopt(descriptor, level, option, new IntByReference(value), Integer.BYTES));
    }

    private static int get(int descriptor, int option) throws SyscallException {
        IntByReference value = new IntByReference();
        SystemCalls.check(
                "getsockopt(" + SOL_SOCKET + ", " + option + ")",
                SystemCalls.LIBC.getsockopt(descriptor, SOL_SOCKET, option, value, new IntByReference(Integer.BYTES)));
        return value.intValue();
    }
}
