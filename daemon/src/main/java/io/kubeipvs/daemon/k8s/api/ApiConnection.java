package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * The way to one API server: the Kubernetes client's HTTP layer, which adds credentials and TLS, and the server's
 * address. The rest of that client is not used: it loads hundreds of classes that nothing here needs.
 */
public final class ApiConnection implements AutoCloseable {
    private final FollowedClient client;
    private final String accepted;
    private final Duration answer;

    /**
     * @param client closed with this connection
     * @param accepted the types in which the server may send objects: a header {@code Accept}
     * @param answer how long the server may take to begin an answer, and how long a list may stand still
     */
    ApiConnection(FollowedClient client, String accepted, Duration answer) {
        this.client = client;
        this.accepted = accepted;
        this.answer = answer;
    }

    /** The server's address, which ends with a slash. */
    String url() {
        return client.url();
    }

    /**
     * Opens a list, which is read while it arrives. As for kube-proxy, an API server compresses one from 128 KiB: to an eighth, so
     * the network, and TLS, have less to do at the start of each node.
     */
    ApiBody list(String path) throws IOException, InterruptedException {
        HttpClient http = client.current();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(url() + path)
                .header("Accept", accepted)
                .header("Accept-Encoding", "gzip")
                .build();
        return AnswerStream.open(http, request, answer, answer);
    }

    /**
     * Opens a watch, which is read while it arrives.
     *
     * @param patience how long the server may send nothing
     * @param longest how long the watch may last, a bound on the whole exchange
     */
    ApiBody watch(String path, Duration patience, Duration longest) throws IOException, InterruptedException {
        HttpClient http = client.current();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(url() + path)
                .header("Accept", accepted)
                .forStreaming()
                .timeout(longest.plus(answer).toMillis(), TimeUnit.MILLISECONDS)
                .build();
        return AnswerStream.open(http, request, answer, patience);
    }

    /** Creates an object; returns the server's answer. */
    String create(String path, String json) throws IOException {
        return send(request -> request.uri(URI.create(url() + path)).post("application/json", json));
    }

    /** Changes an object by a merge patch. */
    void merge(String path, String json) throws IOException {
        send(request -> request.uri(URI.create(url() + path)).patch("application/merge-patch+json", json));
    }

    private String send(UnaryOperator<HttpRequest.Builder> content) throws IOException {
        HttpClient http = client.current();
        try {
            HttpRequest request = content.apply(http.newHttpRequestBuilder()).build();
            HttpResponse<String> response =
                    http.sendAsync(request, String.class).get(answer.toMillis(), TimeUnit.MILLISECONDS);
            if (!response.isSuccessful()) {
                throw ApiStatusException.of(response.code());
            }
            return response.body();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(Causes.inWords(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the program ends");
        }
    }

    /** A value of a query or a segment of a path. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
