package io.kubeipvs.daemon.kernel;

import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The nf_tables of a kernel: it refuses messages, and a transaction with one of these. It answers each message that it
 * refuses, as {@code nfnetlink_rcv_batch} does, and otherwise the last one.
 */
public final class PickyNftables implements Transport {
    private static final int HEADER = 16;
    private static final int BATCH_BEGIN = 16;
    private static final int BATCH_END = 17;
    private static final short ACK_WANTED = 4;
    private static final int NFTABLES = 10;
    private static final int GETGEN = 16;
    private static final int MULTI = 2;
    private static final int DUMP_INTERRUPTED = 16;

    private final int errno;
    private final Predicate<String> isRefused;
    private final Deque<byte[]> answers = new ArrayDeque<>();
    private final List<String> committed = new ArrayList<>();
    private int transactions;
    private int lists;
    private int generation;
    private boolean isChurning;

    /** @param isRefused whether a message with these bytes, as ISO-8859-1, is refused with this errno */
    public PickyNftables(int errno, Predicate<String> isRefused) {
        this.errno = errno;
        this.isRefused = isRefused;
    }

    /** Another program commits all the time from now on: every list is interrupted. */
    public void churn() {
        isChurning = true;
    }

    public int transactions() {
        return transactions;
    }

    /** How often something was listed. */
    public int lists() {
        return lists;
    }

    /** The messages of the transactions that were committed, as ISO-8859-1. */
    public List<String> committed() {
        return committed;
    }

    @Override
    public int portId() {
        return 1;
    }

    @Override
    public int maxSend() {
        return 1 << 20;
    }

    @Override
    public void send(ByteBuffer datagram) {
        ByteBuffer in = datagram.duplicate().order(ByteOrder.nativeOrder());
        int first = in.getShort(in.position() + 4) & 0xff;
        if (in.getShort(in.position() + 4) != BATCH_BEGIN) {
            answers.add(first == GETGEN ? generation(in) : end(in));
            if (first == GETGEN && (in.getShort(in.position() + 6) & ACK_WANTED) != 0) {
                answers.add(answer(in.getInt(in.position() + 8), 0));
            }
            return;
        }
        transactions++;
        List<String> messages = new ArrayList<>();
        boolean isFailed = false;
        while (in.remaining() >= HEADER) {
            int begin = in.position();
            int length = in.getInt(begin);
            int type = in.getShort(begin + 4);
            boolean isAckWanted = (in.getShort(begin + 6) & ACK_WANTED) != 0;
            byte[] bytes = new byte[length];
            in.get(begin, bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            boolean refuses = type != BATCH_BEGIN && type != BATCH_END && isRefused.test(text);
            isFailed |= refuses;
            if (refuses || isAckWanted) {
                answers.add(answer(in.getInt(begin + 8), refuses ? -errno : 0));
            }
            messages.add(text);
            in.position(Math.min(in.limit(), begin + (length + 3) / 4 * 4));
        }
        if (!isFailed) {
            committed.addAll(messages);
        }
    }

    /** {@code NFT_MSG_NEWGEN}: the generation grows with each question. */
    private byte[] generation(ByteBuffer request) {
        generation++;
        ByteBuffer out = ByteBuffer.allocate(28).order(ByteOrder.nativeOrder());
        out.putInt(28).putShort((short) (NFTABLES << 8 | GETGEN - 1)).putShort((short) 0);
        out.putInt(request.getInt(request.position() + 8)).putInt(0).putInt(0);
        out.putShort((short) 8).putShort((short) 1);
        return out.order(ByteOrder.BIG_ENDIAN).putInt(generation).array();
    }

    /** An empty list, which may be interrupted. */
    private byte[] end(ByteBuffer request) {
        lists++;
        ByteBuffer out = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        out.putInt(20).putShort((short) 3).putShort((short) (MULTI | (isChurning ? DUMP_INTERRUPTED : 0)));
        return out.putInt(request.getInt(request.position() + 8))
                .putInt(0)
                .putInt(0)
                .array();
    }

    private static byte[] answer(int sequence, int error) {
        ByteBuffer out = ByteBuffer.allocate(36).order(ByteOrder.nativeOrder());
        out.putInt(36).putShort((short) 2).putShort((short) 0).putInt(sequence).putInt(0);
        out.putInt(error)
                .putInt(HEADER)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(sequence)
                .putInt(0);
        return out.array();
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) {
        byte[] answer = answers.remove();
        into.clear().limit(answer.length);
        into.put(answer).flip();
        return 0;
    }

    @Override
    public void close() {}
}
