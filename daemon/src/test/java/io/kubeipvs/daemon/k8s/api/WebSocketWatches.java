package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches over WebSocket, one event a message: the client's mock server offers no other. */
record WebSocketWatches(HttpClient http) implements WatchStream.Opener {
    @Override
    public WatchStream open(URI uri) throws IOException, InterruptedException {
        Messages messages = new Messages();
        try {
            messages.socket =
                    http.newWebSocketBuilder().uri(uri).buildAsync(messages).get();
        } catch (ExecutionException e) {
            throw new IOException("GET " + uri, e.getCause());
        }
        return messages;
    }

    private static final class Messages implements WebSocket.Listener, WatchStream {
        private final BlockingQueue<Optional<String>> received = new LinkedBlockingQueue<>();
        private WebSocket socket;

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            received.add(Optional.of(text));
            webSocket.request();
        }

        @Override
        public void onClose(WebSocket webSocket, int code, String reason) {
            received.add(Optional.empty());
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            received.add(Optional.empty());
        }

        @Override
        public String next(Duration patience) throws IOException, InterruptedException {
            Optional<String> message = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new SocketTimeoutException("nothing came");
            }
            return message.orElse(null);
        }

        @Override
        public void close() {
            socket.sendClose(1000, "done");
        }
    }
}
