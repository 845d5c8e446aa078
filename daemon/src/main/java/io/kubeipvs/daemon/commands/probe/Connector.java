package io.kubeipvs.daemon.commands.probe;

import io.kubeipvs.daemon.work.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Opens TCP connections from this node and closes them at once: each address once, a few at a time, not too fast, and not
 * longer than a limit. For one use by one thread.
 */
final class Connector {
    /** So many connections are being opened at a time. */
    private static final int AT_A_TIME = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Between two starts: at most 500 a second. */
    private static final long PAUSE_MILLIS = 2;

    private final MonotonicClock clock;
    private final Instant end;
    private final Map<String, Result> results = new HashMap<>();

    /** A connection that is being opened. */
    private record Attempt(String address, Instant deadline) {}

    /** @param limit for all connections together */
    Connector(MonotonicClock clock, Duration limit) {
        this.clock = clock;
        this.end = clock.instant().plus(limit);
    }

    /**
     * Connects to each address until the limit; an address that was tried before is not tried again.
     *
     * @param addresses with a port, such as {@code [fd00::1]:80}
     * @param done receives after each one how many have a result
     */
    void connect(Collection<String> addresses, IntConsumer done) throws IOException, InterruptedException {
        Deque<String> waiting = new ArrayDeque<>(new LinkedHashSet<>(addresses));
        waiting.removeIf(results::containsKey);
        try (Selector selector = Selector.open()) {
            while (!waiting.isEmpty() && clock.instant().isBefore(end)
                    || !selector.keys().isEmpty()) {
                boolean mayStart =
                        selector.keys().size() < AT_A_TIME && clock.instant().isBefore(end);
                if (mayStart && !waiting.isEmpty()) {
                    start(waiting.remove(), selector);
                }
                selector.select(PAUSE_MILLIS);
                selector.selectedKeys().forEach(this::finish);
                selector.selectedKeys().clear();
                expire(selector);
                selector.selectNow(); // forgets the keys of closed channels
                done.accept(results.size());
            }
        }
    }

    /** The result of an address. */
    Result result(String address) {
        return results.getOrDefault(address, Result.NOT_TRIED);
    }

    private void start(String address, Selector selector) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(address.substring(colon + 1));
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            SelectionKey key = channel.register(
                    selector,
                    SelectionKey.OP_CONNECT,
                    new Attempt(address, clock.instant().plus(PATIENCE)));
            try {
                if (channel.connect(new InetSocketAddress(InetAddress.getByName(host), port))) {
                    end(key, Result.CONNECTED);
                }
            } catch (IOException e) {
                end(key, Result.REFUSED);
            }
        } catch (IOException e) {
            results.put(address, Result.REFUSED);
        }
    }

    private void finish(SelectionKey key) {
        try {
            if (((SocketChannel) key.channel()).finishConnect()) {
                end(key, Result.CONNECTED);
            }
        } catch (IOException e) {
            end(key, Result.REFUSED);
        }
    }

    private void expire(Selector selector) {
        Instant now = clock.instant();
        List.copyOf(selector.keys()).stream()
                .filter(key -> key.isValid() && !now.isBefore(((Attempt) key.attachment()).deadline()))
                .forEach(key -> end(key, Result.NO_ANSWER));
    }

    private void end(SelectionKey key, Result result) {
        results.put(((Attempt) key.attachment()).address(), result);
        try {
            key.channel().close();
        } catch (IOException e) {
            return; // it is closed nevertheless
        }
    }

    /** The result of connecting. */
    enum Result {
        CONNECTED("connects"),
        REFUSED("refuses"),
        NO_ANSWER("does not answer"),
        NOT_TRIED("was not tried");

        private final String words;

        Result(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
