package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.SyscallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Waiting until a descriptor can be read, and the way to end that wait from another thread: closing a descriptor does
 * not wake who polls it, writing to an eventfd beside it does.
 *
 * <pre>
 *  0            4        6         8            12       14        16
 * +------------+--------+---------+------------+--------+---------+
 * | descriptor | events | revents | eventfd    | events | revents |
 * +------------+--------+---------+------------+--------+---------+
 * </pre>
 *
 * <p>Source: {@code include/uapi/asm-generic/poll.h, struct pollfd}.
 */
final class Readiness {
    private static final int POLLFD_SIZE = 8;
    private static final int EVENTS = 4;
    private static final short POLLIN = 1;
    private static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;

    private final LibC libc = SystemCalls.LIBC;
    private final int eventfd;
    private final ByteBuffer pollfds = direct(2 * POLLFD_SIZE);

    Readiness(int descriptor) throws SyscallException {
        eventfd = (int) SystemCalls.check("eventfd", libc.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
        pollfds.putInt(0, descriptor).putShort(EVENTS, POLLIN);
        pollfds.putInt(POLLFD_SIZE, eventfd).putShort(POLLFD_SIZE + EVENTS, POLLIN);
    }

    /**
     * Waits until the descriptor can be read, another thread wakes this one, or a signal arrives. False if the time is
     * up.
     *
     * @param timeoutMillis milliseconds; 0 or less = do not wait
     */
    boolean await(long timeoutMillis) throws SyscallException {
        int millis = (int) Math.max(0, Math.min(timeoutMillis, Integer.MAX_VALUE));
        int ready = libc.poll(pollfds, 2, millis);
        if (ready == -1 && !SystemCalls.errno().equals(Errno.EINTR)) {
            throw new SyscallException("poll", SystemCalls.errno());
        }
        return ready != 0;
    }

    /** Ends every wait, now and from now on. Any thread. */
    void wake() throws SyscallException {
        SystemCalls.check(
                "write to eventfd", libc.write(eventfd, direct(Long.BYTES).putLong(0, 1), Long.BYTES));
    }

    void close() throws SyscallException {
        SystemCalls.check("close", libc.close(eventfd));
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }
}
