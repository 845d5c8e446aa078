package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.ClosedException;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkTimeoutException;
import io.kubeipvs.netlink.SyscallException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The way to a kernel in memory of the same process; a member of multicast groups also gets what is announced to them. */
final class MemoryTransport implements Transport, Consumer<Announcements.Announcement> {
    private static final int MAX_SEND = 4 * 1024 * 1024;
    private static final int MOST_ANNOUNCEMENTS = 1000;
    private static final byte[] CLOSED = {};

    private final MemoryKernel kernel;
    private final NetlinkProtocol protocol;
    private final int portId;
    private final Set<Integer> groups;
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final AtomicBoolean isLossDue = new AtomicBoolean();
    private volatile boolean closed;

    MemoryTransport(MemoryKernel kernel, NetlinkProtocol protocol, int portId, Set<Integer> groups) {
        this.kernel = kernel;
        this.protocol = protocol;
        this.portId = portId;
        this.groups = groups;
    }

    @Override
    public int portId() {
        return portId;
    }

    @Override
    public int maxSend() {
        return MAX_SEND;
    }

    @Override
    public void send(ByteBuffer datagram) {
        received.addAll(kernel.answer(protocol, portId, datagram));
    }

    /** Drops what is more than it keeps, as a kernel does, and reports this before the next. */
    @Override
    public void accept(Announcements.Announcement announcement) {
        if (announcement.protocol() == protocol && groups.contains(announcement.group())) {
            if (received.size() < MOST_ANNOUNCEMENTS) {
                received.add(announcement.datagram());
            } else {
                isLossDue.set(true);
            }
        }
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        if (isLossDue.getAndSet(false)) {
            throw new SyscallException("recvmsg", Errno.ENOBUFS);
        }
        byte[] next = closed ? CLOSED : await(timeoutMillis);
        if (next == CLOSED) {
            throw new ClosedException();
        }
        into.clear().put(next).flip();
        return 0;
    }

    private byte[] await(int timeoutMillis) throws NetlinkTimeoutException {
        byte[] next = null;
        try {
            next = received.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (next == null) {
            throw new NetlinkTimeoutException("no answer within " + timeoutMillis + " ms");
        }
        return next;
    }

    @Override
    public void close() {
        closed = true;
        kernel.leave(this);
        received.add(CLOSED);
    }
}
