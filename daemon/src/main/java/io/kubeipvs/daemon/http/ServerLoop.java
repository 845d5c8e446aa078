package io.kubeipvs.daemon.http;

import io.kubeipvs.daemon.work.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a server: it accepts connections, and proceeds with those that can be read or written. If it fails, its
 * connections are closed, and it begins anew with the same ports.
 */
final class ServerLoop implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int BUFFER_BYTES = 16 * 1024;
    /** New connections of one port in a step, so that those of other ports and their requests have theirs. */
    static final int ACCEPTS_A_STEP = 64;

    private static final Duration CHECK = Duration.ofMillis(100);

    private final String name;
    private final Limits limits;
    private final Map<ServerSocketChannel, Handler> handlers = new ConcurrentHashMap<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private volatile Selector selector;
    private Connections connections;
    private ByteBuffer buffer;
    /** Until then nothing is accepted; {@link System#nanoTime}. */
    private long acceptAgain = System.nanoTime();

    private boolean isAccepting = true;
    private String lastProblem = "";

    /** A change that the thread makes: of the ports, or a page that another thread has made. */
    private interface Change {
        void make(Selector current) throws IOException;
    }

    ServerLoop(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
    }

    /** Serves this channel, which does not block. Safe to call from any thread. */
    void add(ServerSocketChannel channel, Handler handler) {
        handlers.put(channel, handler);
        change(current -> register(channel, current));
    }

    /** Closes this channel. Safe to call from any thread. */
    void remove(ServerSocketChannel channel, Runnable whenClosed) {
        change(current -> {
            handlers.remove(channel);
            channel.close();
            current.selectNow(); // only this frees the descriptor
            whenClosed.run();
        });
    }

    private void change(Change change) {
        changes.add(change);
        Selector current = selector;
        if (current != null) {
            current.wakeup();
        }
    }

    @Override
    public void run() throws InterruptedException {
        try (Selector opened = Selector.open()) {
            connections = new Connections(name, limits);
            isAccepting = true;
            selector = opened;
            for (ServerSocketChannel channel : handlers.keySet()) {
                register(channel, opened);
            }
            buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            while (!Thread.interrupted()) {
                step(opened);
            }
            throw new InterruptedException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections.closeAll();
        }
    }

    private void step(Selector current) throws IOException {
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            change.make(current);
        }
        current.select(connections.isEmpty() && isAccepting ? 0 : CHECK.toMillis());
        for (SelectionKey key : current.selectedKeys()) {
            if (key.isValid()) {
                proceed(key);
            }
        }
        current.selectedKeys().clear();
        connections.closeLate();
        acceptAgain(current);
    }

    private void register(ServerSocketChannel channel, Selector current) throws IOException {
        if (channel.isOpen() && channel.keyFor(current) == null) {
            channel.register(current, isAccepting ? SelectionKey.OP_ACCEPT : 0);
        }
    }

    private void proceed(SelectionKey key) {
        if (key.channel() instanceof ServerSocketChannel port) {
            accept(port, key.selector());
            return;
        }
        proceed((Connection) key.attachment());
    }

    private void proceed(Connection connection) {
        try {
            if (!connection.proceed(buffer)) {
                connections.close(connection);
            }
        } catch (IOException reset) {
            LOG.debug("http_connection_lost server={}", name, reset);
            connections.close(connection);
        }
    }

    private void accept(ServerSocketChannel port, Selector current) {
        try {
            for (int i = 0; i < ACCEPTS_A_STEP; i++) {
                SocketChannel channel = port.accept();
                if (channel == null) {
                    return;
                }
                open(channel, handlers.get(port), current);
            }
        } catch (IOException e) {
            pause(current, e);
        }
    }

    private void open(SocketChannel channel, Handler handler, Selector current) throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(current, SelectionKey.OP_READ);
        Connection connection = new Connection(channel, key, handler, limits, made -> change(any -> proceed(made)));
        key.attach(connection);
        connections.add(connection);
    }

    /** The process has no free descriptor: the ports stay ready, and the thread would do nothing but try. */
    private void pause(Selector current, IOException cause) {
        if (!cause.getMessage().equals(lastProblem)) {
            lastProblem = cause.getMessage();
            LOG.warn("http_not_accepting_will_retry server={} cause=\"{}\"", name, lastProblem);
        }
        connections.closeFirst();
        acceptAgain = System.nanoTime() + CHECK.toNanos();
        setAccepting(current, false);
    }

    private void acceptAgain(Selector current) {
        if (!isAccepting && System.nanoTime() - acceptAgain >= 0) {
            setAccepting(current, true);
        }
    }

    private void setAccepting(Selector current, boolean accepting) {
        isAccepting = accepting;
        for (SelectionKey key : current.keys()) {
            if (key.isValid() && key.channel() instanceof ServerSocketChannel) {
                key.interestOps(accepting ? SelectionKey.OP_ACCEPT : 0);
            }
        }
    }
}
