package io.kubeipvs.daemon.metrics;

import com.sun.net.httpserver.HttpServer;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.http.Pages;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves the metrics, the configuration in force and a short status to operators and other programs. */
public final class MetricsServer implements AutoCloseable {
    private final HttpServer server;

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * The content of the pages, made at each request.
     *
     * @param metrics for the header {@code Accept}
     * @param configz the configuration in force, as JSON
     * @param statusz a few lines for people
     */
    public record Content(Function<String, Page> metrics, Supplier<String> configz, Supplier<String> statusz) {
        /** By kube-proxy's paths. The mode has no end of line, because other programs compare it. */
        Pages pages() {
            return new Pages(Map.of(
                    "/metrics", metrics,
                    "/healthz", accept -> Page.text("ok"),
                    "/proxyMode", accept -> Page.text("ipvs"),
                    "/configz", accept -> Page.json(HttpURLConnection.HTTP_OK, configz.get()),
                    "/statusz", accept -> Page.text(statusz.get())));
        }
    }

    /**
     * Listens on this address.
     *
     * @throws IOException if the address is not available
     */
    public static MetricsServer start(InetSocketAddress address, Content content) throws IOException {
        Pages pages = content.pages();
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", pages);
        server.start();
        return new MetricsServer(server);
    }

    /** The address it listens on, with the real port if 0 was requested. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
