package io.kubeipvs.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Heads in any pieces, and bytes that are no head. */
class RequestHeadTest {
    private static final byte[] HEAD =
            "GET /healthz?x=1 HTTP/1.1\r\nHost: node:10256\r\nAccept: a/b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

    private final Random random = new Random(7);

    @Test
    void piecesMakeTheSameRequest() throws Exception {
        for (int i = 0; i < 1000; i++) {
            RequestHead head = new RequestHead(CLIENT);
            int sent = 0;
            while (sent < HEAD.length) {
                int length = Math.min(HEAD.length - sent, 1 + random.nextInt(30));
                head.add(ByteBuffer.wrap(HEAD, sent, length));
                sent += length;
                assertThat(head.request().isPresent()).isEqualTo(sent == HEAD.length);
            }
            assertThat(head.request()).contains(new Request("GET", "/healthz", "x=1", "a/b", "node:10256", CLIENT));
        }
    }

    @Test
    void anyBytesAreARequestOrRefused() {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = HEAD.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            RequestHead head = new RequestHead(CLIENT);
            head.add(ByteBuffer.wrap(bytes));
            head.add(ByteBuffer.wrap(END));
            assertThat(status(head)).isIn(200, 400, 505);
        }
    }

    @Test
    void aHeadNeverGrowsBeyondItsLimit() {
        for (int piece = 1; piece < 3000; piece += 97) {
            RequestHead head = new RequestHead(CLIENT);
            head.add(ByteBuffer.wrap("GET /".getBytes(StandardCharsets.US_ASCII)));
            byte[] bytes = "x".repeat(piece).getBytes(StandardCharsets.US_ASCII);
            int status = 0;
            for (int sent = 0; status == 0 && sent <= RequestHead.MOST_BYTES; sent += piece) {
                head.add(ByteBuffer.wrap(bytes));
                status = status(head);
            }
            assertThat(status).isEqualTo(431);
        }
    }

    private static int status(RequestHead head) {
        try {
            return head.request().isPresent() ? 200 : 0;
        } catch (Request.MalformedException refused) {
            return refused.status();
        }
    }
}
