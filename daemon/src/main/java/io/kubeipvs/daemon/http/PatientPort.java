package io.kubeipvs.daemon.http;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of a server that another program may still use. It retries until the port is free, as kube-proxy does, and logs
 * the failure once. Safe for use by many threads.
 */
public final class PatientPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientPort.class);
    private static final String FIX = "end the program that listens there, or choose another port";

    private final HttpServer server;
    private final String name;
    private final InetSocketAddress address;
    private final Handler handler;
    private Worker worker;
    private HttpPort port;
    private String problem = "";
    private boolean closed;

    /**
     * @param server must be closed after this
     * @param name in the log, and of its thread
     * @param address to listen on; a wildcard serves both families
     */
    public PatientPort(HttpServer server, String name, InetSocketAddress address, Handler handler) {
        this.server = server;
        this.name = name;
        this.address = address;
        this.handler = handler;
    }

    /**
     * Listens now.
     *
     * @throws IOException if the address is not available
     */
    public synchronized PatientPort listen() throws IOException {
        port = server.listen(address, handler);
        return this;
    }

    /**
     * Listens, now or later.
     *
     * @param retry the time between two attempts
     * @param workers start and supervise the thread of the attempts
     * @return this
     */
    public synchronized PatientPort start(Duration retry, Workers workers) {
        if (tryToListen()) {
            return this;
        }
        worker = workers.start(name, () -> {
            do {
                Thread.sleep(retry.toMillis());
            } while (!tryToListen());
            worker().expectEnd();
        });
        return this;
    }

    private synchronized Worker worker() {
        return worker;
    }

    /** Returns whether there is nothing left to try. */
    private synchronized boolean tryToListen() {
        if (port != null || closed) {
            return true;
        }
        try {
            port = server.listen(address, handler);
            if (!problem.isEmpty()) {
                LOG.info("http_server_listens name={} address={}", name, where());
            }
            return true;
        } catch (IOException e) {
            if (problem.isEmpty()) {
                LOG.warn(
                        "http_server_not_listening_will_retry name={} address={} cause=\"{}\" fix=\"{}\"",
                        name,
                        where(),
                        e.getMessage(),
                        FIX);
            }
            problem = e.getMessage();
            return false;
        }
    }

    private String where() {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The address it listens on; empty while it does not listen. */
    public synchronized Optional<InetSocketAddress> address() {
        return Optional.ofNullable(port).map(HttpPort::address);
    }

    /** Why it does not listen; empty while it does. */
    public synchronized Optional<Problem> problem() {
        return port != null || problem.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem("port " + name + " cannot be had on " + where() + ": " + problem, FIX));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.stop();
        }
        if (port != null) {
            port.close();
            port = null;
        }
    }
}
