package io.kubeipvs.it.support;

import io.kubeipvs.daemon.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * A client that repeats one request on a thread of its own and counts the answers. The first exception
 * ends it.
 */
public final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    public static final String SILENCE = "silence";

    private final Thread thread;
    private final Map<String, Long> answers = new TreeMap<>();
    private String failure = "";
    private long asked;
    private volatile boolean closed;

    private Client(Callable<String> question, long pauseMillis) {
        this.thread = new Thread(() -> ask(question, pauseMillis));
        thread.setDaemon(true);
    }

    /** Asks with this pause between an answer and the next question. */
    public static Client of(Callable<String> question, long pauseMillis) {
        Client client = new Client(question, pauseMillis);
        client.thread.start();
        return client;
    }

    /** The same, inside a namespace. */
    public static Client in(KernelNamespace namespace, Callable<String> question, long pauseMillis) throws Exception {
        Client client = new Client(question, pauseMillis);
        namespace.call(() -> {
            client.thread.start(); // a thread is born into the namespace of the one that starts it
            return null;
        });
        return client;
    }

    private void ask(Callable<String> question, long pauseMillis) {
        try {
            while (!closed) {
                count(question.call());
                Thread.sleep(pauseMillis);
            }
        } catch (Exception e) {
            fail(e);
        }
    }

    private synchronized void count(String answer) {
        answers.merge(answer, 1L, Long::sum);
        asked++;
    }

    private synchronized void fail(Exception e) {
        failure = closed ? failure : e.toString();
    }

    /** How often each answer came. */
    public synchronized Map<String, Long> answers() {
        return new TreeMap<>(answers);
    }

    /** The failure that ended it; empty while there is none. */
    public synchronized String failure() {
        return failure;
    }

    private synchronized long asked() {
        return asked;
    }

    /** Waits until this many later requests have an answer. */
    public void awaitMore(int number) throws Exception {
        long enough = asked() + 1 + number; // one is on its way
        Await.until("answers", PATIENCE, () -> asked() >= enough || !failure().isEmpty(), this::toString);
    }

    /** Counts from zero, beginning with the next request. */
    public void forget() throws Exception {
        awaitMore(0);
        synchronized (this) {
            answers.clear();
        }
    }

    @Override
    public synchronized String toString() {
        return answers + (failure.isEmpty() ? "" : " and then " + failure);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** Whether a TCP connection comes about in so short a time as a packet takes on one machine, or silence. */
    public static String connect(String address, int port, int patienceMillis) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), patienceMillis);
            return "accepted";
        } catch (IOException e) {
            return SILENCE;
        }
    }
}
