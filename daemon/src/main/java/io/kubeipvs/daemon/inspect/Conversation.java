package io.kubeipvs.daemon.inspect;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;

/**
 * One connection of a client: a line is read, a document is written, and the connection is closed. Neither may take longer
 * than the limit. Used by one thread.
 */
final class Conversation {
    /** The longest question in bytes. */
    static final int LONGEST = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(InspectServer.class);
    private static final int BUFFER_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final Duration limit;
    private long deadline;

    /** @param limit for the question to arrive, and again for the answer to be taken */
    Conversation(SocketChannel channel, Duration limit) {
        this.channel = channel;
        this.limit = limit;
    }

    /** Has it, and closes the connection. */
    void run(Answers answers) throws InterruptedException {
        try (channel;
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            deadline = System.nanoTime() + limit.toNanos();
            Object answer = answer(key, answers);
            deadline = System.nanoTime() + limit.toNanos();
            write(key, answer);
        } catch (IOException e) {
            LOG.debug("inspect_client_lost cause=\"{}\"", e.getMessage());
        }
    }

    private Object answer(SelectionKey key, Answers answers) throws IOException, InterruptedException {
        try {
            return answers.answer(readLine(key));
        } catch (RefusedQuestionException e) {
            return new Answers.Failure(e.getMessage());
        }
    }

    /** The line; the end of the client's output ends it too. */
    private String readLine(SelectionKey key) throws IOException, RefusedQuestionException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (line.size() <= LONGEST) {
            int read = channel.read(buffer.clear());
            int end = indexOfLineEnd(buffer.array(), read);
            if (read < 0 || end >= 0) {
                line.write(buffer.array(), 0, Math.max(end, 0));
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(buffer.array(), 0, read);
            if (read == 0 && !isReady(key, SelectionKey.OP_READ)) {
                throw new RefusedQuestionException("no line came within " + limit.toMillis() + " ms");
            }
        }
        throw new RefusedQuestionException("the question is longer than " + LONGEST + " bytes");
    }

    private static int indexOfLineEnd(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void write(SelectionKey key, Object answer) throws IOException {
        OutputStream out = new BufferedOutputStream(new ToClient(key), BUFFER_BYTES);
        try {
            Json.MAPPER.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).writeValue(out, answer);
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException lost ? lost : new IOException(e);
        }
        out.write('\n');
        out.flush();
    }

    private boolean isReady(SelectionKey key, int operation) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        key.interestOps(operation);
        key.selector().select(millis);
        key.selector().selectedKeys().clear();
        return System.nanoTime() - deadline < 0;
    }

    /** Waits for a slow client until the deadline. */
    private final class ToClient extends OutputStream {
        private final SelectionKey key;

        ToClient(SelectionKey key) {
            this.key = key;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, count);
            while (rest.hasRemaining()) {
                if (channel.write(rest) == 0 && !isReady(key, SelectionKey.OP_WRITE)) {
                    throw new IOException("the client took no answer within " + limit.toMillis() + " ms");
                }
            }
        }
    }
}
