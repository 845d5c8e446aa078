package io.kubeipvs.daemon.health;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.http.Pages;
import io.kubeipvs.daemon.work.Workers;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The health of the proxy as a whole, with kube-proxy's codes and fields ({@code pkg/proxy/healthcheck/proxy_health.go}).
 * {@code /healthz} is for load balancers and fails on a node that is to be deleted. {@code /livez} is for kubelet, which
 * must not restart the program for that. {@code /readyz} is ours: all Services reached the kernel once.
 */
public final class HealthPages {
    private static final String HEALTHZ = "/healthz";
    private static final String LIVEZ = "/livez";
    private static final String READYZ = "/readyz";

    private final ProxyHealth health;
    private final BooleanSupplier nodeEligible;
    private final InstantSource clock;
    private final ProbeObserver observer;
    private final Workers workers;

    /**
     * @param nodeEligible whether load balancers may send new connections to this node
     * @param workers whose failures each body lists as {@code degraded}, with the problems of the node, whatever the code
     */
    public HealthPages(
            ProxyHealth health,
            BooleanSupplier nodeEligible,
            InstantSource clock,
            ProbeObserver observer,
            Workers workers) {
        this.health = health;
        this.nodeEligible = nodeEligible;
        this.clock = clock;
        this.observer = observer;
        this.workers = workers;
    }

    /** The pages by path. */
    public Pages pages() {
        return new Pages(Map.of(HEALTHZ, a -> healthz(), LIVEZ, a -> livez(), READYZ, a -> readyz()));
    }

    private Page healthz() {
        boolean eligible = nodeEligible.getAsBoolean();
        return page(HEALTHZ, eligible, "\"nodeEligible\":" + eligible + ",");
    }

    /** A thread that is gone for good comes back with a restart of the program only. */
    private Page livez() {
        return page(LIVEZ, workers.lost().isEmpty(), "");
    }

    private Page readyz() {
        return page(READYZ, health.isReady(), "");
    }

    private Page page(String path, boolean also, String field) {
        Map<Family, ProxyHealth.OfFamily> families = health.families();
        boolean healthy = families.values().stream().allMatch(ProxyHealth.OfFamily::healthy);
        int status = healthy && also ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE;
        observer.answered(path, status);
        Instant now = clock.instant();
        String body = "{\"lastUpdated\":\"" + (status == HttpURLConnection.HTTP_OK ? now : last(families))
                + "\",\"currentTime\":\"" + now + "\"," + field + "\"healthy\":" + healthy + ",\"status\":{"
                + families.entrySet().stream()
                        .map(family -> ofFamily(family.getKey(), family.getValue()))
                        .collect(Collectors.joining(","))
                + "}" + degraded() + "}";
        return Page.json(status, body);
    }

    /** Nothing while all is well: the body is kube-proxy's then. */
    private String degraded() {
        List<String> problems = new ArrayList<>(workers.problems());
        problems.addAll(health.problems());
        return problems.isEmpty()
                ? ""
                : ",\"degraded\":[\""
                        + problems.stream().map(HealthPages::escaped).collect(Collectors.joining("\",\"")) + "\"]";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The last update of any family. A healthy proxy reports the present instead, as old clients expect. */
    private static Instant last(Map<Family, ProxyHealth.OfFamily> families) {
        return families.values().stream()
                .map(ProxyHealth.OfFamily::lastUpdated)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static String ofFamily(Family family, ProxyHealth.OfFamily health) {
        String name = family == Family.IPV4 ? "IPv4" : "IPv6";
        return "\"" + name + "\":{\"lastUpdated\":\"" + health.lastUpdated() + "\",\"healthy\":" + health.healthy()
                + "}";
    }
}
