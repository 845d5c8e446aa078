package io.kubeipvs.daemon.http;

import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program's own HTTP server: many ports and one thread. A port costs one descriptor. The memory, the number of
 * connections and the time of each are limited ({@link Limits}), so no client can keep others from an answer. Safe for use
 * by many threads.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    /** Connections that wait until they are accepted. A flood longer than this would make a probe wait for a resent SYN. */
    private static final int BACKLOG = 1024;

    private static final int END_SECONDS = 5;

    private final Set<Port> ports = ConcurrentHashMap.newKeySet();
    private final ServerLoop loop;
    private final Worker worker;

    /** One port. */
    private final class Port implements HttpPort {
        private final ServerSocketChannel channel;
        private final InetSocketAddress address;

        Port(ServerSocketChannel channel) throws IOException {
            this.channel = channel;
            this.address = (InetSocketAddress) channel.getLocalAddress();
        }

        @Override
        public InetSocketAddress address() {
            return address;
        }

        @Override
        public void close() {
            if (ports.remove(this)) {
                HttpServer.this.close(channel);
            }
        }
    }

    /**
     * @param name of the server in the log, and of its thread
     * @param workers start and supervise the thread
     */
    public HttpServer(String name, Limits limits, Workers workers) {
        loop = new ServerLoop(name, limits);
        worker = workers.start(name, loop);
    }

    /**
     * Listens on this address.
     *
     * @param address a wildcard serves both families
     * @throws IOException if the address is not available
     */
    public HttpPort listen(InetSocketAddress address, Handler handler) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            Port port = new Port(channel);
            ports.add(port);
            loop.add(channel, handler);
            return port;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The channel is closed by the server's thread, because the port becomes free only when that has seen it. */
    private void close(ServerSocketChannel channel) {
        CountDownLatch closed = new CountDownLatch(1);
        loop.remove(channel, closed::countDown);
        try {
            if (!closed.await(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("http_port_still_open cause=\"the thread of the server did not close it\"");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes all ports and connections, and ends the thread. */
    @Override
    public void close() {
        worker.close();
        ports.forEach(port -> {
            try {
                port.channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ports.clear();
    }
}
