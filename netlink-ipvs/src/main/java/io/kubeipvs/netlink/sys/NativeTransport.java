package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkTimeoutException;
import io.kubeipvs.netlink.SyscallException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A kernel netlink socket: non-blocking, waiting in {@code poll}, with extended acknowledgements. It belongs to the
 * network namespace of the thread that opened it, for as long as it lives. Needs a kernel of 4.20 or newer.
 */
public final class NativeTransport implements Transport {

    /** What netlink takes off the send buffer before it says EMSGSIZE. Source: {@code netlink_sendmsg}. */
    private static final int SEND_OVERHEAD = 32;

    private static final int POLLFD_SIZE = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final short POLLIN = 1;
    private static final int MSG_TRUNC = 0x20;

    private final LibC libc = SystemCalls.LIBC;
    private final int descriptor;
    private final int maxSend;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReceiveHeader header = new ReceiveHeader();
    private final ByteBuffer pollfd = ByteBuffer.allocateDirect(POLLFD_SIZE).order(ByteOrder.nativeOrder());

    private NativeTransport(int descriptor, int sendBuffer) {
        this.descriptor = descriptor;
        this.maxSend = sendBuffer - SEND_OVERHEAD;
        pollfd.putInt(0, descriptor).putShort(POLLFD_EVENTS, POLLIN);
    }

    /** Opens a socket in the calling thread's network namespace. */
    public static NativeTransport open(NetlinkProtocol protocol) throws NetlinkException {
        int descriptor = SocketSetup.open(protocol);
        try {
            return new NativeTransport(descriptor, SocketSetup.configure(descriptor, protocol));
        } catch (SyscallException failed) {
            SystemCalls.LIBC.close(descriptor);
            throw failed;
        }
    }

    @Override
    public int maxSend() {
        return maxSend;
    }

    @Override
    public void send(ByteBuffer datagram) throws NetlinkException {
        requireOpen();
        long sent;
        do {
            sent = libc.send(descriptor, datagram, datagram.remaining(), 0);
        } while (sent == -1 && SystemCalls.errno().equals(Errno.EINTR));
        SystemCalls.check("send", sent);
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        requireOpen();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        into.clear();
        while (true) {
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

    @Override
    public void close() throws NetlinkException {
        if (closed.compareAndSet(false, true)) {
            SystemCalls.check("close", libc.close(descriptor));
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
        int ready = left <= 0 ? 0 : libc.poll(pollfd, 1, (int) left);
        if (ready == 0) {
            throw new NetlinkTimeoutException("no answer within " + timeoutMillis + " ms");
        }
        if (ready == -1 && !SystemCalls.errno().equals(Errno.EINTR)) {
            throw new SyscallException("poll", SystemCalls.errno());
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the netlink socket is closed");
        }
    }
}
