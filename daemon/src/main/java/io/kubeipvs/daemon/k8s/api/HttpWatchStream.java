package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

/**
 * A watch as chunked HTTP: one JSON event a line, chunks cut anywhere.
 *
 * <p>Not the client's own HTTP watch, for three reasons: that ends with an error after any character outside ASCII (7.8.0
 * decodes every chunk by itself, into an array that is then too long); it reconnects behind one's back; and it does not
 * notice a connection that hangs. Requests still go through the client's HTTP layer, which adds credentials and TLS.
 */
final class HttpWatchStream implements WatchStream {
    /** A handover from the HTTP layer's threads: some bytes, or the end and why (null for a good one). */
    private record Signal(List<ByteBuffer> bytes, boolean end, Throwable failure) {}

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Queue<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private AsyncBody body;

    private HttpWatchStream() {}

    /**
     * Opens watches through this client.
     *
     * @param answer how long the server may take to begin its answer
     * @param longest the longest time that a watch is requested for
     */
    static Opener opener(HttpClient http, Duration answer, Duration longest) {
        return uri -> {
            // A bound on the whole exchange: a server that never answers must not hold its connection forever.
            HttpRequest request = http.newHttpRequestBuilder()
                    .uri(uri)
                    .forStreaming()
                    .timeout(longest.plus(answer).toMillis(), TimeUnit.MILLISECONDS)
                    .build();
            HttpWatchStream stream = new HttpWatchStream();
            stream.open(
                    http.consumeBytes(request, (bytes, more) -> stream.signals.add(new Signal(bytes, false, null))),
                    uri,
                    answer);
            return stream;
        };
    }

    private void open(CompletableFuture<HttpResponse<AsyncBody>> exchange, URI uri, Duration answer)
            throws IOException, InterruptedException {
        HttpResponse<AsyncBody> response = await(exchange, uri, answer);
        body = response.body();
        if (!response.isSuccessful()) {
            body.cancel();
            throw ApiStatusException.of(response.code());
        }
        body.done().whenComplete((nothing, failure) -> signals.add(new Signal(List.of(), true, failure)));
        body.consume();
    }

    private static HttpResponse<AsyncBody> await(
            CompletableFuture<HttpResponse<AsyncBody>> exchange, URI uri, Duration answer)
            throws IOException, InterruptedException {
        try {
            return exchange.get(answer.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("GET " + uri, e.getCause());
        } catch (TimeoutException e) {
            abandon(exchange);
            throw new HttpTimeoutException("GET " + uri);
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
    public String next(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (lines.isEmpty()) {
            Signal signal = signals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (signal == null) {
                throw new SocketTimeoutException("no event and no bookmark for " + patience.toSeconds() + " s");
            }
            if (signal.failure() != null) {
                throw new IOException("connection lost", signal.failure());
            }
            if (signal.end()) {
                return null;
            }
            signal.bytes().forEach(this::split);
            body.consume();
        }
        return lines.remove();
    }

    /** A newline is never part of another UTF-8 character, so cutting bytes there is safe. */
    private void split(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b != '\n') {
                unfinished.write(b);
            } else if (unfinished.size() > 0) {
                lines.add(unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
            }
        }
    }

    @Override
    public void close() {
        body.cancel();
    }
}
