package io.kubeipvs.bench.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The datagrams with which one datagram of requests is answered. */
final class Answers {
    private static final int HEADER = 16;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int MULTI = 2;
    private static final int CAPPED = 0x100;
    /** The kernel fills a list's datagrams up to this. */
    private static final int PART_BYTES = 32 * 1024;

    private final int portId;
    private final List<byte[]> datagrams = new ArrayList<>();
    private final ByteBuffer part = ByteBuffer.allocate(4 * PART_BYTES).order(ByteOrder.nativeOrder());

    /** @param portId of the socket that request; every answer has it in its header */
    Answers(int portId) {
        this.portId = portId;
    }

    /** One thing of a list, or the answer to a question. */
    void put(Request request, int type, Payload payload) {
        byte[] bytes = payload.copy();
        if (part.position() + HEADER + bytes.length > PART_BYTES) {
            flush();
        }
        begin(type, request.has(Request.DUMP) ? MULTI : 0, request, bytes.length);
        part.put(bytes).put(new byte[-bytes.length & 3]);
    }

    /** The end of a list. */
    void done(Request request) {
        begin(DONE, MULTI, request, Integer.BYTES);
        part.putInt(0);
        flush();
    }

    /** An acknowledgement; 0 is yes. It is a datagram of its own, as the kernel's is. */
    void acknowledge(Request request, int errno) {
        flush();
        begin(ERROR, CAPPED, request, Integer.BYTES + HEADER);
        part.putInt(-errno);
        part.putInt(HEADER + request.payload().length)
                .putShort((short) request.type())
                .putShort((short) request.flags());
        part.putInt(request.sequence()).putInt(portId);
        flush();
    }

    List<byte[]> datagrams() {
        flush();
        return datagrams;
    }

    private void begin(int type, int flags, Request request, int payload) {
        part.putInt(HEADER + payload).putShort((short) type).putShort((short) flags);
        part.putInt(request.sequence()).putInt(portId);
    }

    private void flush() {
        if (part.position() > 0) {
            datagrams.add(Arrays.copyOf(part.array(), part.position()));
            part.clear();
        }
    }
}
