package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.ClosedException;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkTimeoutException;
import io.kubeipvs.netlink.SyscallException;
import io.kubeipvs.netlink.Transport;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A kernel netlink socket: non-blocking, waiting in {@code poll}, with extended acknowledgements. It belongs to the
 * network namespace of the thread that opened it, for as long as it lives. Needs a kernel of 4.20 or newer.
 */
public final class NativeTransport implements Transport {
    /**
     * Bytes of the send buffer that netlink does not use for data; a larger datagram is refused with EMSGSIZE. Source:
     * {@code netlink_sendmsg}.
     */
    private static final int SEND_OVERHEAD = 32;

    private static final int MSG_TRUNC = 0x20;

    private final LibC libc = SystemCalls.LIBC;
    private final int descriptor;
    private final int maxSend;
    private final int portId;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Held while the descriptors are in use, so that they are not closed then and reused for something else. */
    private final ReentrantLock inUse = new ReentrantLock();

    private final DatagramHeader header = new DatagramHeader();
    private final Readiness readiness;

    private NativeTransport(int descriptor, int sendBuffer) throws SyscallException {
        this.descriptor = descriptor;
        this.maxSend = sendBuffer - SEND_OVERHEAD;
        this.portId = SocketSetup.portId(descriptor);
        this.readiness = new Readiness(descriptor);
    }

    /**
     * Opens a socket in the calling thread's network namespace.
     *
     * @param groups the numbers of the multicast groups to join, such as {@code RTNLGRP_LINK}; a socket that is in any
     *     is for a {@link io.kubeipvs.netlink.Subscription} and for nothing else
     * @throws SyscallException {@code EPERM} a group that needs CAP_NET_ADMIN, {@code EINVAL} no such group
     */
    public static NativeTransport open(NetlinkProtocol protocol, int... groups) throws NetlinkException {
        return open(SocketSetup.RECEIVE_BUFFER_BYTES, protocol, groups);
    }

    /**
     * Like {@link #open(NetlinkProtocol, int...)}, for a reader that is not always at once there.
     *
     * @param receiveBufferBytes how much the kernel keeps until it is received, as {@code SO_RCVBUFFORCE} counts it
     *     (twice this, with the kernel's own overhead); where that is not permitted, at most {@code net.core.rmem_max}
     */
    public static NativeTransport open(int receiveBufferBytes, NetlinkProtocol protocol, int... groups)
            throws NetlinkException {
        return open(0, receiveBufferBytes, protocol, groups);
    }

    /**
     * Opens a socket with a port id that programs agreed on. One socket of a protocol can have it in a network namespace,
     * until it is closed or its process ends. Needs no privilege.
     *
     * @param portId above all process ids, which are what other programs use: 2^22 or more
     * @throws SyscallException {@code EADDRINUSE} another socket has it
     */
    public static NativeTransport openAt(int portId, NetlinkProtocol protocol) throws NetlinkException {
        return open(portId, SocketSetup.RECEIVE_BUFFER_BYTES, protocol);
    }

    private static NativeTransport open(int portId, int receiveBufferBytes, NetlinkProtocol protocol, int... groups)
            throws NetlinkException {
        int descriptor = SocketSetup.open(protocol);
        try {
            int sendBuffer = SocketSetup.configure(descriptor, protocol, receiveBufferBytes, portId);
            SocketSetup.join(descriptor, groups);
            return new NativeTransport(descriptor, sendBuffer);
        } catch (SyscallException failed) {
            SystemCalls.LIBC.close(descriptor);
            throw failed;
        }
    }

    @Override
    public int portId() {
        return portId;
    }

    @Override
    public int maxSend() {
        return maxSend;
    }

    @Override
    public void send(ByteBuffer datagram) throws NetlinkException {
        inUse.lock();
        try {
            requireOpen();
            long sent;
            do {
                sent = libc.send(descriptor, datagram, datagram.remaining(), 0);
            } while (sent == -1 && SystemCalls.errno().equals(Errno.EINTR));
            SystemCalls.check("send", sent);
        } finally {
            inUse.unlock();
        }
    }

    /**
     * Sends one datagram to another program's socket of the same protocol and network namespace. Source: {@code
     * netlink_sendmsg} and {@code netlink_unicast}.
     *
     * @throws SyscallException {@code EPERM} without CAP_NET_ADMIN, so that a receiver knows that a sender has it; {@code
     *     ECONNREFUSED} no socket has this port id; {@code EAGAIN} its receive buffer is full
     */
    public void sendTo(int toPortId, ByteBuffer datagram) throws NetlinkException {
        inUse.lock();
        try {
            requireOpen();
            ByteBuffer whole = ByteBuffer.allocateDirect(datagram.remaining()).put(datagram);
            DatagramHeader to = new DatagramHeader(new SockaddrNl(toPortId));
            SystemCalls.check("sendmsg", libc.sendmsg(descriptor, to.over(whole), 0));
            Reference.reachabilityFence(to); // it holds the buffers that the kernel reads
        } finally {
            inUse.unlock();
        }
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        inUse.lock();
        try {
            return receiveOpen(into, timeoutMillis);
        } finally {
            inUse.unlock();
        }
    }

    /** Closes the socket; a thread that waits in {@link #receive} gets a {@link ClosedException}. Any thread. */
    @Override
    public void close() throws NetlinkException {
        if (closed.compareAndSet(false, true)) {
            readiness.wake();
            inUse.lock();
            try {
                readiness.close();
                SystemCalls.check("close", libc.close(descriptor));
            } finally {
                inUse.unlock();
            }
        }
    }

    private int receiveOpen(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        into.clear();
        while (true) {
            requireOpen();
            long length = libc.recvmsg(descriptor, header.over(into), MSG_TRUNC);
            if (length >= 0) {
                return accept(into, length);
            }
            Errno errno = SystemCalls.errno();
            if (errno.equals(Errno.EAGAIN)) {
                awaitReadable(deadline, timeoutMillis);
            } else if (!errno.equals(Errno.EINTR)) {
                throw new SyscallException("recvmsg", errno);
            }
        }
    }

    private int accept(ByteBuffer into, long length) throws MalformedMessageException {
        if (length > into.capacity()) {
            throw new MalformedMessageException(
                    "", into.capacity(), "a datagram of " + length + " bytes was cut to " + into.capacity());
        }
        into.limit((int) length);
        return header.senderPortId();
    }

    private void awaitReadable(long deadline, int timeoutMillis) throws NetlinkException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 999_999);
        if (left <= 0 || !readiness.await(left)) {
            throw new NetlinkTimeoutException("no answer within " + timeoutMillis + " ms");
        }
    }

    private void requireOpen() throws ClosedException {
        if (closed.get()) {
            throw new ClosedException();
        }
    }
}
