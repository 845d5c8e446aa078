package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** The receiving side of a socket: hands out the messages that answer a given range of sequence numbers. */
final class Inbox {
    /** Takes one answer. */
    @FunctionalInterface
    interface Handler {
        /** Returns true when this was the last answer that was waited for. */
        boolean take(Message message) throws NetlinkException;
    }

    /** The kernel fills a dump's datagrams up to 32 KiB, or less if the buffer is smaller. */
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    private static final int KERNEL_PORT = 0;

    private final Transport transport;
    private final UnknownAttributes unknown = new UnknownAttributes();
    /** Whether the last datagram had a part of the answer. */
    private boolean answered;

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(RECEIVE_BUFFER_BYTES).order(ByteOrder.nativeOrder());

    Inbox(Transport transport) {
        this.transport = transport;
    }

    /**
     * Feeds the answers to the requests numbered {@code first} and following to the handler until it has its last.
     * Other sequence numbers belong to exchanges given up earlier, other senders are not the kernel: both are skipped.
     *
     * @param timeout how long to wait for each part: a long list takes the time that it takes
     * @throws NetlinkTimeoutException when the next part did not come in time
     */
    void read(int first, int count, Duration timeout, Handler handler) throws NetlinkException {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean complete = false;
        while (!complete) {
            long millisLeft = Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
            boolean fromKernel =
                    transport.receive(buffer, (int) Math.min(millisLeft, Integer.MAX_VALUE)) == KERNEL_PORT;
            answered = false;
            complete = fromKernel && takeAll(first, count, handler);
            if (answered) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (millisLeft == 0) {
                throw new NetlinkTimeoutException("no part of the answer within " + timeout.toMillis() + " ms");
            }
        }
    }

    /**
     * Like {@link #read} for what is queued already, and stops only when nothing is. The kernel answers before
     * {@code send} returns, so what is not queued now was lost.
     */
    void drain(int first, int count, Handler handler) throws NetlinkException {
        while (true) {
            try {
                if (transport.receive(buffer, 0) == KERNEL_PORT) {
                    takeAll(first, count, handler);
                }
            } catch (NetlinkTimeoutException empty) {
                return;
            } catch (MalformedMessageException skipped) {
                continue;
            } catch (SyscallException failed) {
                if (!failed.errno().equals(Errno.ENOBUFS)) {
                    throw failed;
                }
            }
        }
    }

    /** Empties the queue, so that the next exchange starts clean; {@code cause} is why, and keeps what fails here. */
    void discard(NetlinkException cause) {
        try {
            drain(0, 0, message -> false);
        } catch (NetlinkException failed) {
            cause.addSuppressed(failed);
        }
    }

    long unknownAttributes() {
        return unknown.count();
    }

    private boolean takeAll(int first, int count, Handler handler) throws NetlinkException {
        for (int at = 0; at < buffer.limit(); ) {
            Message message = Message.at(buffer, at, unknown);
            boolean ours = Integer.compareUnsigned(message.sequence() - first, count) < 0;
            answered |= ours;
            if (ours && handler.take(message)) {
                return true;
            }
            at = message.next();
        }
        return false;
    }
}
