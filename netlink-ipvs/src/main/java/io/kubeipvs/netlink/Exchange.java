package io.kubeipvs.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The answer to one request, as it comes in: values until an acknowledgement or the end of the dump. */
final class Exchange<T> implements Inbox.Handler {
    private final Supplier<String> operation;
    private final Outbox outbox;
    private final Decoder<T> decoder;
    private final List<T> values = new ArrayList<>();
    private int flags;

    Exchange(Supplier<String> operation, Outbox outbox, Decoder<T> decoder) {
        this.operation = operation;
        this.outbox = outbox;
        this.decoder = decoder;
    }

    @Override
    public boolean take(Message message) throws NetlinkException {
        flags |= message.flags();
        switch (message.type()) {
            case MessageHeader.TYPE_ERROR -> {
                return finish(message, Ack.ofError(message));
            }
            case MessageHeader.TYPE_DONE -> {
                return finish(message, Ack.ofDone(message));
            }
            default -> {
                T value = decoder.decode(message);
                if (value != null) {
                    values.add(value);
                }
                return false;
            }
        }
    }

    List<T> values() {
        return values;
    }

    /** True if any part reports a change of the listed objects; one part in the middle is enough. */
    boolean wasInterrupted() {
        return (flags & MessageFlags.DUMP_INTERRUPTED) != 0;
    }

    private boolean finish(Message message, Ack ack) throws RefusedException {
        if (!ack.isSuccess()) {
            throw new RefusedException(operation.get(), outbox.refusal(ack, message.sequence()));
        }
        return true;
    }
}
