package io.kubeipvs.daemon.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The head of a request while it arrives. Used by one thread. */
final class RequestHead {
    static final int MOST_BYTES = 8192;
    private static final int FIRST_BYTES = 512;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 431;

    private final InetAddress client;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int searched;
    private boolean isComplete;

    /** @param client from which it arrives */
    RequestHead(InetAddress client) {
        this.client = client;
    }

    /** Takes bytes as far as they belong to the head. */
    void add(ByteBuffer arrived) {
        int taken = Math.min(arrived.remaining(), MOST_BYTES - length);
        if (length + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, 2 * (length + taken)));
        }
        arrived.get(bytes, length, taken);
        length += taken;
        for (; searched < length && !isComplete; searched++) {
            isComplete = bytes[searched] == '\n' && isLineEmpty(searched);
        }
    }

    /** Whether nothing is between this end of a line and the one before. */
    private boolean isLineEmpty(int end) {
        int last = end - 1;
        if (last >= 0 && bytes[last] == '\r') {
            last--;
        }
        return last >= 0 && bytes[last] == '\n';
    }

    /**
     * The request, once its head is complete; empty until then.
     *
     * @throws Request.MalformedException as soon as this cannot become a request
     */
    Optional<Request> request() throws Request.MalformedException {
        if (length > 0 && (bytes[0] < 'A' || bytes[0] > 'Z')) {
            throw new Request.MalformedException(BAD_REQUEST, "this is no request of HTTP; TLS is not served here");
        }
        if (isComplete) {
            return Optional.of(Request.of(new String(bytes, 0, searched, StandardCharsets.ISO_8859_1), client));
        }
        if (length == MOST_BYTES) {
            throw new Request.MalformedException(
                    TOO_LARGE, "the head of a request may have " + MOST_BYTES + " bytes at most");
        }
        return Optional.empty();
    }
}
