package io.kubeipvs.bench;

import io.kubeipvs.netlink.MessageHeader;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * A kernel that accepts everything and does nothing: it acknowledges the last message of each datagram, answers a
 * look-up of a generic netlink family with the number it was given, and lists what it was given.
 */
final class AgreeableKernel implements Transport {

    private static final int CONTROLLER = 16;
    private static final int ACKNOWLEDGEMENT_SIZE = 36;
    private static final int DUMP = 0x300;
    private static final int MULTI = 2;

    private final int family;
    private final byte[] list;
    private final Consumer<ByteBuffer> witness;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(64 * 1024).order(ByteOrder.nativeOrder());

    /**
     * @param list messages, the answer to every dump
     * @param witness sees every datagram
     */
    AgreeableKernel(int family, byte[] list, Consumer<ByteBuffer> witness) {
        this.family = family;
        this.list = list.clone();
        this.witness = witness;
    }

    @Override
    public int portId() {
        return 0;
    }

    @Override
    public int maxSend() {
        return 512 * 1024;
    }

    @Override
    public void send(ByteBuffer datagram) {
        witness.accept(datagram);
        answer.clear();
        int last = last(datagram);
        int sequence = datagram.getInt(last + MessageHeader.SEQUENCE);
        boolean dump = (datagram.getShort(last + MessageHeader.FLAGS) & DUMP) == DUMP;
        if (datagram.getShort(last + MessageHeader.TYPE) == CONTROLLER) {
            putFamily(sequence);
        } else if (dump) {
            putList(sequence);
        }
        if (dump) {
            putHeader(MessageHeader.SIZE + Integer.BYTES, MessageHeader.TYPE_DONE, MULTI, sequence);
            answer.putInt(0);
        } else {
            putHeader(ACKNOWLEDGEMENT_SIZE, MessageHeader.TYPE_ERROR, 0, sequence);
            answer.putInt(0);
            putHeader(MessageHeader.SIZE, 0, 0, sequence);
        }
        answer.flip();
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) {
        into.clear();
        into.put(answer).flip();
        return 0;
    }

    @Override
    public void close() {}

    private static int last(ByteBuffer datagram) {
        int at = datagram.position();
        int next = at;
        while (next < datagram.limit()) {
            at = next;
            next += (datagram.getInt(at) + 3) & ~3;
        }
        return at;
    }

    private void putHeader(int length, int type, int flags, int sequence) {
        answer.putInt(length).putShort((short) type).putShort((short) flags);
        answer.putInt(sequence).putInt(0);
    }

    /** {@code CTRL_CMD_NEWFAMILY} with {@code CTRL_ATTR_FAMILY_ID} alone. */
    private void putFamily(int sequence) {
        putHeader(MessageHeader.SIZE + 12, CONTROLLER, 0, sequence);
        answer.putInt(1).putShort((short) 6).putShort((short) 1).putShort((short) family);
        answer.putShort((short) 0);
    }

    private void putList(int sequence) {
        answer.put(list);
        for (int at = 0; at < answer.position(); at += (answer.getInt(at) + 3) & ~3) {
            answer.putInt(at + MessageHeader.SEQUENCE, sequence);
        }
    }
}
