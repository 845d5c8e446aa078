package io.kubeipvs.netlink;

import java.util.Arrays;
import java.util.List;

/**
 * Many requests in as few sends as may be, with one result each. Only the last request of a send is acknowledged on
 * success; the others answer only when they are refused. So all others have arrived when the last answer arrives.
 */
final class Batch<T> implements Inbox.Handler {
    private static final BatchResult ACCEPTED = new BatchResult.Accepted();

    private final Outbox outbox;
    private final Inbox inbox;
    private final NetlinkTuning tuning;
    private final List<T> things;
    private final Encoder<T> encoder;
    private final BatchResult[] results;
    private int window;
    private int next;
    /** Why nothing more can be sent; null while it can. */
    private String stopReason;

    Batch(Outbox outbox, Inbox inbox, NetlinkTuning tuning, List<T> things, Encoder<T> encoder) {
        this.outbox = outbox;
        this.inbox = inbox;
        this.tuning = tuning;
        this.things = things;
        this.encoder = encoder;
        this.results = new BatchResult[things.size()];
        this.window = tuning.window();
    }

    List<BatchResult> run() {
        while (next < results.length && stopReason == null) {
            fill();
            if (outbox.count() == 0) {
                refuseTooLarge("the request is larger than a send's " + outbox.capacity() + " bytes");
            } else if (send()) {
                collect();
                next += outbox.count();
            }
        }
        Arrays.fill(results, next, results.length, new BatchResult.Unknown("not sent: " + stopReason));
        return List.of(results);
    }

    /** Takes one answer, in any order. True if it answers the last request. */
    @Override
    public boolean take(Message message) throws MalformedMessageException {
        if (message.type() != MessageHeader.TYPE_ERROR) {
            return false;
        }
        Ack ack = Ack.ofError(message);
        int index = message.sequence() - outbox.first();
        results[next + index] =
                ack.isSuccess() ? ACCEPTED : new BatchResult.Refused(outbox.refusal(ack, message.sequence()));
        return index == outbox.count() - 1;
    }

    private void fill() {
        outbox.begin();
        int end = Math.min(results.length, next + window);
        for (int i = next; i < end && outbox.add(things.get(i), encoder, 0); i++) {
            // the loop's condition does the work
        }
    }

    /** Sends the filled datagram. False if it must be filled again with fewer requests, or not at all. */
    private boolean send() {
        try {
            outbox.fence();
            outbox.send();
            return true;
        } catch (SyscallException failed) {
            if (!failed.errno().equals(Errno.EMSGSIZE)) {
                stopReason = failed.getMessage();
            } else if (outbox.count() == 1) {
                refuseTooLarge("the request is larger than the socket's send buffer");
            } else {
                window = outbox.count() / 2;
            }
        } catch (NetlinkException failed) {
            stopReason = failed.getMessage();
        }
        return false;
    }

    private void collect() {
        try {
            inbox.read(outbox.first(), outbox.count(), tuning.timeout(), this);
            settleUnanswered(ACCEPTED);
        } catch (NetlinkTimeoutException late) {
            settleUnanswered(new BatchResult.Unknown(late.getMessage()));
            stopReason = "an earlier request had no answer";
        } catch (NetlinkException lost) {
            collectRemaining(lost);
        }
    }

    /** Some answers are lost: a request without an error may have failed all the same. */
    private void collectRemaining(NetlinkException lost) {
        try {
            inbox.drain(outbox.first(), outbox.count(), this);
        } catch (NetlinkException failed) {
            stopReason = failed.getMessage();
        }
        settleUnanswered(new BatchResult.Unknown("its answer may be lost: " + lost.getMessage()));
    }

    private void settleUnanswered(BatchResult result) {
        for (int i = next; i < next + outbox.count(); i++) {
            if (results[i] == null) {
                results[i] = result;
            }
        }
    }

    private void refuseTooLarge(String message) {
        results[next++] = new BatchResult.Refused(new Refusal(Errno.EMSGSIZE, message, "", 0));
    }
}
