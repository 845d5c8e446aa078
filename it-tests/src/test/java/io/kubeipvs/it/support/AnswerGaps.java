package io.kubeipvs.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A client that connects again and again, and measures for how long no answer came. */
public final class AnswerGaps implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 300;
    private static final int PAUSE_MILLIS = 10;

    private final String address;
    private final Client client;
    private final AtomicLong answered = new AtomicLong(System.nanoTime());
    private final AtomicLong longest = new AtomicLong();

    /** Connects to port 80 of an address from a namespace. */
    public static AnswerGaps start(KernelNamespace from, String address) throws Exception {
        return new AnswerGaps(from, address);
    }

    private AnswerGaps(KernelNamespace from, String address) throws Exception {
        this.address = address;
        this.client = Client.in(from, this::ask, PAUSE_MILLIS);
    }

    private String ask() {
        String result = "failed";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), 80), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            result = socket.getInputStream().read() < 0 ? "failed" : "answered";
        } catch (IOException e) {
            // No answer: the gap grows.
        }
        if (result.equals("answered")) {
            long now = System.nanoTime();
            longest.accumulateAndGet(now - answered.getAndSet(now), Math::max);
        }
        return result;
    }

    /** Waits until clients are answered again; returns the longest time without an answer since the last call, in ms. */
    public long take() throws Exception {
        do {
            client.forget();
            client.awaitMore(10);
        } while (client.answers().containsKey("failed"));
        assertThat(client.failure()).isEmpty();
        return longest.getAndSet(0) / 1_000_000;
    }

    @Override
    public void close() {
        client.close();
    }
}
