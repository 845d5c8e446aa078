package io.kubeipvs.netlink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many requests that the kernel executes together or not at all, in one datagram.
 *
 * <pre>
 * | begin | request | request | ... | request, acknowledged | end |
 * </pre>
 *
 * <p>The kernel answers each request that it refuses, and the last one in any case, in order; the end has an answer
 * only since Linux 6.10 and none is requested. What is wrong with the whole is answered to the begin, and then there
 * may be no other answer. Source: {@code net/netfilter/nfnetlink.c, nfnetlink_rcv_batch}.
 */
final class Transaction<T> implements Inbox.Handler {
    private final Outbox outbox;
    private final Inbox inbox;
    private final TransactionFrame frame;
    private final List<T> things;
    private final Encoder<T> encoder;
    private final List<TransactionResult.Refused.Item> refused = new ArrayList<>();
    private boolean stale;

    Transaction(Outbox outbox, Inbox inbox, TransactionFrame frame, List<T> things, Encoder<T> encoder) {
        this.outbox = outbox;
        this.inbox = inbox;
        this.frame = frame;
        this.things = things;
        this.encoder = encoder;
    }

    TransactionResult run(Duration timeout) {
        if (things.isEmpty()) {
            return new TransactionResult.Committed();
        }
        int fitting = fill();
        while (fitting < things.size() && outbox.enlarge()) {
            fitting = fill();
        }
        if (fitting < things.size()) {
            return new TransactionResult.TooLarge(fitting);
        }
        try {
            outbox.send();
        } catch (NetlinkException failed) {
            return notSent(failed);
        }
        return collect(timeout);
    }

    /** Takes one answer. True if no other answer is expected. */
    @Override
    public boolean take(Message message) throws MalformedMessageException {
        if (message.type() != MessageHeader.TYPE_ERROR) {
            return false;
        }
        Ack ack = Ack.ofError(message);
        int index = message.sequence() - outbox.first() - 1;
        boolean whole = index == TransactionResult.Refused.WHOLE;
        if (!ack.isSuccess()) {
            stale |= whole && ack.errno().equals(Errno.ERESTART);
            refused.add(new TransactionResult.Refused.Item(index, outbox.refusal(ack, message.sequence())));
        }
        return whole || index == things.size() - 1;
    }

    /** Writes the datagram; returns how many things fit together with the frame, which may be all. */
    private int fill() {
        outbox.begin();
        boolean room = outbox.add(frame.begin(), Request::encode, 0);
        int count = 0;
        while (room && count < things.size()) {
            room = outbox.add(things.get(count), encoder, 0);
            count += room ? 1 : 0;
        }
        if (!room) {
            return count;
        }
        outbox.fence();
        return outbox.add(frame.end(), Request::encode, 0) ? count : count - 1;
    }

    private TransactionResult notSent(NetlinkException failed) {
        if (failed instanceof SyscallException refusal) {
            return refusal.errno().equals(Errno.EMSGSIZE)
                    ? new TransactionResult.TooLarge(things.size() / 2)
                    : whole(new Refusal(refusal.errno(), "not sent", "", 0));
        }
        return new TransactionResult.Unknown("not sent: " + failed.getMessage());
    }

    private static TransactionResult whole(Refusal refusal) {
        return new TransactionResult.Refused(
                List.of(new TransactionResult.Refused.Item(TransactionResult.Refused.WHOLE, refusal)));
    }

    private TransactionResult collect(Duration timeout) {
        try {
            inbox.read(outbox.first(), outbox.count(), timeout, this);
            return settled(new TransactionResult.Committed());
        } catch (NetlinkTimeoutException late) {
            return settled(new TransactionResult.Unknown(late.getMessage()));
        } catch (NetlinkException lost) {
            return settled(collectRemaining(lost));
        }
    }

    private TransactionResult collectRemaining(NetlinkException lost) {
        try {
            inbox.drain(outbox.first(), outbox.count(), this);
        } catch (NetlinkException failed) {
            lost.addSuppressed(failed);
        }
        return new TransactionResult.Unknown("its answer may be lost: " + lost.getMessage());
    }

    /** One refusal is enough to know that nothing happened, whatever other answers arrived or were lost. */
    private TransactionResult settled(TransactionResult otherwise) {
        if (stale) {
            return new TransactionResult.Stale();
        }
        return refused.isEmpty() ? otherwise : new TransactionResult.Refused(refused);
    }
}
