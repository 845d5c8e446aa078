package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Answers every send with the same messages. The sequence number of a message selects the request that it answers, and
 * bits of its port id how it comes: {@code 1} in a datagram of its own, {@code 2} from another process, {@code 4} after
 * a loss.
 */
final class FuzzTransport implements Transport {
    private static final int NEW_DATAGRAM = 1;
    private static final int FROM_ANOTHER = 2;
    private static final int AFTER_A_LOSS = 4;

    private ByteBuffer script = ByteBuffer.allocate(0);
    private int firstSequence;
    private int requests;
    private boolean lossIsDue;

    /** The answers to the next sends. */
    void script(byte[] messages) {
        script = ByteBuffer.wrap(messages).order(ByteOrder.nativeOrder());
        script.position(messages.length);
    }

    /** The datagrams that arrive without a send. */
    void notify(byte[] messages) {
        script(messages);
        script.position(0);
        firstSequence = 0;
        requests = 0;
        lossIsDue = true;
    }

    @Override
    public int portId() {
        return 1;
    }

    @Override
    public int maxSend() {
        return 1 << 16;
    }

    @Override
    public void send(ByteBuffer datagram) {
        ByteBuffer in = datagram.duplicate().order(ByteOrder.nativeOrder());
        firstSequence = in.getInt(MessageHeader.SEQUENCE);
        requests = 0;
        for (int at = 0; at < in.limit(); at += MessageHeader.align(in.getInt(at))) {
            requests++;
        }
        script.position(0);
        lossIsDue = true;
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        into.clear();
        if (!script.hasRemaining()) {
            throw new NetlinkTimeoutException("no answer within " + timeoutMillis + " ms");
        }
        int way = way();
        if ((way & AFTER_A_LOSS) != 0 && lossIsDue) {
            lossIsDue = false;
            throw new SyscallException("recvmsg", Errno.ENOBUFS);
        }
        lossIsDue = true;
        do {
            takeMessage(into);
        } while (script.hasRemaining() && (way() & NEW_DATAGRAM) == 0);
        into.flip();
        return (way & FROM_ANOTHER) == 0 ? 0 : way;
    }

    @Override
    public void close() {}

    /** The port id of the message at hand; 0 where there is no whole header. */
    private int way() {
        return script.remaining() < MessageHeader.SIZE ? 0 : script.getInt(script.position() + MessageHeader.PORT);
    }

    private void takeMessage(ByteBuffer into) {
        int left = script.remaining();
        int length = left < MessageHeader.SIZE ? left : script.getInt(script.position());
        int size = length < MessageHeader.SIZE || length > left ? left : Math.min(left, MessageHeader.align(length));
        int start = into.position();
        into.put(script.slice(script.position(), size));
        script.position(script.position() + size);
        if (size >= MessageHeader.SIZE) {
            int sequence = into.getInt(start + MessageHeader.SEQUENCE);
            into.putInt(start + MessageHeader.SEQUENCE, firstSequence + Math.floorMod(sequence, requests + 1));
        }
    }
}
