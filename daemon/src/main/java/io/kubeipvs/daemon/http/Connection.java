package io.kubeipvs.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with one request: its head is read, the page is made, perhaps by another thread, the answer is written, and
 * what else the client sends is discarded until it closes. Otherwise the kernel would reset the connection, and the client
 * might lose the answer. Used by the server's thread.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Handler handler;
    private final Limits limits;
    private final Consumer<Connection> whenMade;
    private RequestHead head;
    private Optional<CompletableFuture<ByteBuffer>> page = Optional.empty();
    private ByteBuffer answer;
    private long deadline;

    /**
     * @param key of the channel, interested in reading
     * @param whenMade is called by any thread when a page is complete that was not complete at once; {@link #proceed} must
     *     follow
     */
    Connection(SocketChannel channel, SelectionKey key, Handler handler, Limits limits, Consumer<Connection> whenMade) {
        this.channel = channel;
        this.key = key;
        this.handler = handler;
        this.limits = limits;
        this.whenMade = whenMade;
        this.head = new RequestHead(channel.socket().getInetAddress());
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
     * The channel can be read or written, or the page is complete.
     *
     * @param buffer for any use
     * @return whether the connection continues
     */
    boolean proceed(ByteBuffer buffer) throws IOException {
        if (!channel.isOpen()) {
            return false;
        }
        if (page.isPresent()) {
            return !page.get().isDone() || send(page.get().join());
        }
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
        Optional<Request> request;
        try {
            request = head.request();
        } catch (Request.MalformedException e) {
            return send(Page.refused(e.status(), e.getMessage()).encoded(true));
        }
        return request.isEmpty() || answer(request.get());
    }

    private boolean answer(Request request) throws IOException {
        CompletableFuture<ByteBuffer> encoded =
                page(request).thenApply(made -> made.encoded(!request.isHead())).exceptionally(e -> failed(request, e));
        if (encoded.isDone()) {
            return send(encoded.join());
        }
        page = Optional.of(encoded);
        key.interestOps(0); // what the client sends meanwhile is read after the answer
        endAfter(limits.page());
        encoded.thenRun(() -> whenMade.accept(this));
        return true;
    }

    private CompletableFuture<Page> page(Request request) {
        if (!request.isServed()) {
            return CompletableFuture.completedFuture(Page.methodNotAllowed());
        }
        try {
            return handler.answer(request);
        } catch (RuntimeException | StackOverflowError e) {
            // Not thrown on: it would end the connections of all others.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ByteBuffer failed(Request request, Throwable e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        LOG.error("request_failed path=\"{}\" cause=\"{}\"", request.path(), cause.toString(), cause);
        return Page.failed().encoded(true);
    }

    private boolean send(ByteBuffer encoded) throws IOException {
        head = null;
        page = Optional.empty();
        answer = encoded;
        endAfter(limits.answer());
        return write();
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
