package io.kubeipvs.daemon.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on a port that another program may still use. It retries until the port is free, as kube-proxy does,
 * and logs the failure once.
 */
public final class PatientServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientServer.class);

    private final String name;
    private final InetSocketAddress address;
    private final HttpHandler handler;
    private Worker worker;
    private HttpServer server;
    private boolean failed;
    private boolean closed;

    /**
     * @param name of the server in the log, and of its thread
     * @param address to listen on; a wildcard serves both families
     */
    public PatientServer(String name, InetSocketAddress address, HttpHandler handler) {
        this.name = name;
        this.address = address;
        this.handler = handler;
    }

    /**
     * Listens, now or later.
     *
     * @param retry the time between two attempts
     * @param workers start and supervise the thread of the attempts
     * @return this
     */
    public synchronized PatientServer start(Duration retry, Workers workers) {
        listen();
        worker = workers.start(name, () -> {
            while (true) {
                Thread.sleep(retry.toMillis());
                listen();
            }
        });
        return this;
    }

    private synchronized void listen() {
        if (server != null || closed) {
            return;
        }
        try {
            server = HttpServer.create(address, 0);
            server.createContext("/", handler);
            server.start();
            if (failed) {
                LOG.info("http_server_listens name={} address={}", name, address);
            }
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                LOG.warn(
                        "http_server_not_listening_will_retry name={} address={} cause=\"{}\"",
                        name,
                        address,
                        e.getMessage());
            }
        }
    }

    /** The address it listens on; empty while it does not listen. */
    public synchronized Optional<InetSocketAddress> address() {
        return Optional.ofNullable(server).map(HttpServer::getAddress);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.stop();
        }
        if (server != null) {
            server.stop(0);
        }
    }
}
