package io.kubeipvs.daemon;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.HostPort;
import io.kubeipvs.daemon.config.Serving;
import io.kubeipvs.daemon.http.Handler;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.http.Limits;
import io.kubeipvs.daemon.http.PatientPort;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The ports on which the program answers: one server for probes and health checks, and one for metrics, so that the size of
 * that page delays no probe.
 */
final class Endpoints implements AutoCloseable {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Workers workers;
    private final HttpServer probes;
    private final HttpServer pages;
    private final List<PatientPort> ports = new CopyOnWriteArrayList<>();

    /** Starts the servers, without a port. */
    Endpoints(Workers workers) {
        this.workers = workers;
        this.probes = new HttpServer("http-probes", Limits.PROBES, workers);
        this.pages = new HttpServer("http-metrics", Limits.PAGES, workers);
    }

    /** The server of probes, for the ports of health checks. */
    HttpServer probes() {
        return probes;
    }

    /**
     * Listens, or tries again every few seconds where another program uses the address.
     *
     * @return this
     * @throws StartException when an address is in use and the configuration wants the program to end then
     */
    Endpoints open(Serving serving, Handler health, Handler metrics) throws StartException {
        open(serving, probes, "healthz", serving.healthz(), health);
        open(serving, pages, "metrics", serving.metrics(), metrics);
        return this;
    }

    private void open(Serving serving, HttpServer server, String name, HostPort address, Handler handler)
            throws StartException {
        PatientPort port = new PatientPort(server, name, address.socketAddress(), handler);
        ports.add(port);
        if (!serving.hardFail()) {
            port.start(RETRY, workers);
            return;
        }
        try {
            port.listen();
        } catch (IOException e) {
            throw new StartException(
                    "--" + name + "-bind-address " + address + ": " + e.getMessage()
                            + "; give an address and port of this host that is free, or set bindAddressHardFail to false",
                    e);
        }
    }

    /** The ports that cannot be had. Safe to call from any thread. */
    List<Problem> problems() {
        return ports.stream()
                .map(PatientPort::problem)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        ports.forEach(PatientPort::close);
        probes.close();
        pages.close();
    }
}
