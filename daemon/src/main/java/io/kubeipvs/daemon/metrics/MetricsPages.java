package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.http.Pages;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The metrics, the configuration in force and a short status for operators and other programs, made at each request.
 *
 * @param path the mode of kube-proxy that has this name
 * @param metrics for the header {@code Accept}
 * @param configz the configuration in force, as JSON
 * @param statusz a few lines for people
 */
public record MetricsPages(
        DataPath path, Function<String, Page> metrics, Supplier<String> configz, Supplier<String> statusz) {
    /** By kube-proxy's paths. The mode has no end of line, because other programs compare it. */
    public Pages pages() {
        return new Pages(Map.of(
                "/metrics", request -> metrics.apply(request.accept()),
                "/healthz", request -> Page.text("ok"),
                "/proxyMode", request -> Page.text(path.text()),
                "/configz", request -> Page.json(HttpURLConnection.HTTP_OK, configz.get()),
                "/statusz", request -> Page.text(statusz.get())));
    }
}
