package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;

/**
 * The body of an answer while it arrives, unzipped if the server compressed it. A server that sends nothing for too long
 * ends it. Portions, of at most 16 KiB each, are received ahead of the reader, and so few that a long answer needs no more
 * memory than a short one. For one thread.
 *
 * <p>Not the client's own HTTP watch, for three reasons: that ends with an error after any character outside ASCII (7.8.0
 * decodes every chunk by itself, into an array that is then too long); it reconnects behind one's back; and it does not
 * notice a connection that hangs. Requests still go through the client's HTTP layer, which adds credentials and TLS.
 */
final class AnswerStream extends InputStream {
    /** Bytes of the body of a refusal; a longer one ends the connection. */
    private static final int LONGEST_REFUSAL = 64 * 1024;

    /** Bytes of a compressed body that are unzipped together. */
    private static final int PORTION = 8 * 1024;

    /**
     * So many portions may wait for the reader. While there are fewer, the HTTP layer's thread requests the next one itself,
     * because the reader would have to wake it for that.
     */
    private static final int AHEAD = 4;

    /** A portion from the HTTP layer's threads: some bytes, or the end and why (null for a good one). */
    private record Signal(List<ByteBuffer> bytes, boolean end, Throwable failure) {}

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicBoolean isRequested = new AtomicBoolean();
    private final Queue<ByteBuffer> received = new ArrayDeque<>();
    private final Duration patience;
    private AsyncBody body;
    private boolean isAtEnd;

    private AnswerStream(Duration patience) {
        this.patience = patience;
    }

    /**
     * Sends a request. Returns once the server began a good answer.
     *
     * @param answer how long the server may take to begin its answer
     * @param patience how long it may send nothing, afterwards
     * @throws ApiStatusException when it refused
     * @throws IOException when it could not be reached
     */
    static ApiBody open(HttpClient http, HttpRequest request, Duration answer, Duration patience)
            throws IOException, InterruptedException {
        AnswerStream stream = new AnswerStream(patience);
        HttpResponse<AsyncBody> response = await(http.consumeBytes(request, stream::arrived), request, answer);
        stream.begin(response);
        boolean isZipped = "gzip".equals(response.header("Content-Encoding"));
        return new ApiBody(response.header("Content-Type"), isZipped ? stream.unzipped() : stream);
    }

    /** For the HTTP layer's thread. */
    private void arrived(List<ByteBuffer> bytes, AsyncBody more) {
        isRequested.set(false); // first: once it sees the portion, the reader may request the next one
        signals.add(new Signal(bytes, false, null));
        if (signals.size() < AHEAD) {
            request(more);
        }
    }

    private void request(AsyncBody from) {
        if (isRequested.compareAndSet(false, true)) {
            from.consume();
        }
    }

    private void begin(HttpResponse<AsyncBody> response) throws IOException {
        body = response.body();
        body.done().whenComplete((nothing, failure) -> signals.add(new Signal(List.of(), true, failure)));
        if (!response.isSuccessful()) {
            try (this) {
                readNBytes(LONGEST_REFUSAL); // so that the connection can be used again
            }
            throw ApiStatusException.of(response.code()).retryAfter(response.header("Retry-After"));
        }
    }

    private InputStream unzipped() throws IOException {
        try {
            return new GZIPInputStream(this, PORTION);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static HttpResponse<AsyncBody> await(
            CompletableFuture<HttpResponse<AsyncBody>> exchange, HttpRequest request, Duration answer)
            throws IOException, InterruptedException {
        try {
            return exchange.get(answer.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("GET " + request.uri(), e.getCause());
        } catch (TimeoutException e) {
            abandon(exchange);
            throw new HttpTimeoutException("GET " + request.uri());
        } catch (InterruptedException e) {
            abandon(exchange);
            throw e;
        }
    }

    /** Gives up an answer. If it arrives later, its connection is closed. */
    private static void abandon(CompletableFuture<HttpResponse<AsyncBody>> exchange) {
        exchange.thenAccept(late -> late.body().cancel());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0; // readNBytes asks for none after the last one, and must not wait
        }
        ByteBuffer bytes = current();
        if (bytes == null) {
            return -1;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(to, offset, count);
        return count;
    }

    /** The next bytes that were not read yet; null at the end. */
    private ByteBuffer current() throws IOException {
        while (received.isEmpty() || !received.element().hasRemaining()) {
            if (!received.isEmpty()) {
                received.remove();
            } else if (isAtEnd) {
                return null;
            } else {
                receive();
            }
        }
        return received.element();
    }

    private void receive() throws IOException {
        request(body);
        Signal signal = next();
        if (signal == null) {
            throw new SocketTimeoutException("the server sent nothing for " + patience.toSeconds() + " s");
        }
        if (signal.failure() != null) {
            throw new IOException("connection lost", signal.failure());
        }
        isAtEnd = signal.end();
        received.addAll(signal.bytes());
    }

    private Signal next() throws IOException {
        try {
            return signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the program ends");
        }
    }

    @Override
    public void close() {
        body.cancel();
    }
}
