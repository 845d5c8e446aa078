package io.kubeipvs.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with one request: its head is read, the answer is written, and what else the client sends is discarded
 * until it closes. Otherwise the kernel would reset the connection, and the client might lose the answer. Used by the
 * server's thread.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Handler handler;
    private final Limits limits;
    private RequestHead head = new RequestHead();
    private ByteBuffer answer;
    private long deadline;

    /** @param key of the channel, interested in reading */
    Connection(SocketChannel channel, SelectionKey key, Handler handler, Limits limits) {
        this.channel = channel;
        this.key = key;
        this.handler = handler;
        this.limits = limits;
        endAfter(limits.head());
    }

    /** When it is closed in any case; {@link System#nanoTime}. */
    long deadline() {
        return deadline;
    }

    private void endAfter(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    /**
     * The channel can be read or written.
     *
     * @param buffer for any use
     * @return whether the connection continues
     */
    boolean proceed(ByteBuffer buffer) throws IOException {
        if (answer != null && answer.hasRemaining()) {
            return write();
        }
        if (channel.read(buffer.clear()) < 0) {
            return false;
        }
        return answer != null || readHead(buffer.flip());
    }

    private boolean readHead(ByteBuffer arrived) throws IOException {
        head.add(arrived);
        Optional<ByteBuffer> complete = answer();
        if (complete.isEmpty()) {
            return true;
        }
        head = null;
        answer = complete.get();
        endAfter(limits.answer());
        return write();
    }

    /** The answer to what has arrived; empty while the head is not complete. */
    private Optional<ByteBuffer> answer() {
        try {
            return head.request().map(request -> page(request).encoded(!request.isHead()));
        } catch (Request.MalformedException e) {
            return Optional.of(Page.refused(e.status(), e.getMessage()).encoded(true));
        }
    }

    private Page page(Request request) {
        if (!request.isServed()) {
            return Page.methodNotAllowed();
        }
        try {
            return handler.answer(request);
        } catch (RuntimeException | StackOverflowError e) {
            // Not thrown on: it would end the connections of all others.
            LOG.error("request_failed path=\"{}\" cause=\"{}\"", request.path(), e.toString(), e);
            return Page.failed();
        }
    }

    private boolean write() throws IOException {
        channel.write(answer);
        if (answer.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
            return true;
        }
        answer = ByteBuffer.allocate(0);
        channel.shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
        endAfter(limits.rest());
        return true;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("http_connection_not_closed", e);
        }
    }
}
