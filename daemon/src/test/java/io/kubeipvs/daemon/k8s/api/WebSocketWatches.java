package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Watches over WebSocket, one event a message: the client's mock server offers no other.
 *
 * @param url of the server, which ends with a slash
 */
record WebSocketWatches(HttpClient http, String url) implements ApiServer.Watches {
    @Override
    public ApiBody open(String path, Duration patience, Duration longest) throws IOException, InterruptedException {
        Messages messages = new Messages(patience);
        try {
            messages.socket = http.newWebSocketBuilder()
                    .uri(URI.create(url + path))
                    .buildAsync(messages)
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("GET " + path, e.getCause());
        }
        return new ApiBody("application/json", messages);
    }

    private static final class Messages extends InputStream implements WebSocket.Listener {
        private static final byte[] END = {};

        private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        private final Duration patience;
        private WebSocket socket;
        private byte[] current = {};
        private int position;

        private Messages(Duration patience) {
            this.patience = patience;
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            received.add((text + "\n").getBytes(StandardCharsets.UTF_8));
            webSocket.request();
        }

        @Override
        public void onClose(WebSocket webSocket, int code, String reason) {
            received.add(END);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            received.add(END);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (position == current.length) {
                current = next();
                position = 0;
            }
            int count = Math.min(length, current.length - position);
            System.arraycopy(current, position, to, offset, count);
            position += count;
            return count == 0 ? -1 : count;
        }

        private byte[] next() throws IOException {
            try {
                byte[] message = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (message == null) {
                    throw new SocketTimeoutException("nothing came");
                }
                return message;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        @Override
        public void close() {
            socket.sendClose(1000, "done");
        }
    }
}
