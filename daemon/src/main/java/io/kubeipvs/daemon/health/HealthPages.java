package io.kubeipvs.daemon.health;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.http.Pages;
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
    private final Lasting lasting;

    /**
     * Conditions that do not end by themselves.
     *
     * @param degraded listed in each body, whatever the code
     * @param isLost whether a part of the program ended for good: only a restart of the program fixes that
     */
    public record Lasting(Degraded degraded, BooleanSupplier isLost) {}

    /** @param nodeEligible whether load balancers may send new connections to this node */
    public HealthPages(
            ProxyHealth health,
            BooleanSupplier nodeEligible,
            InstantSource clock,
            ProbeObserver observer,
            Lasting lasting) {
        this.health = health;
        this.nodeEligible = nodeEligible;
        this.clock = clock;
        this.observer = observer;
        this.lasting = lasting;
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
        return page(LIVEZ, !lasting.isLost().getAsBoolean(), "");
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
        List<String> conditions = new ArrayList<>();
        for (Degraded.Reason reason : Degraded.Reason.values()) {
            lasting.degraded().of(reason).forEach(problem -> conditions.add(condition(reason, problem)));
        }
        return conditions.isEmpty() ? "" : ",\"degraded\":[" + String.join(",", conditions) + "]";
    }

    private static String condition(Degraded.Reason reason, Problem problem) {
        return "{\"reason\":\"" + reason.label() + "\",\"cause\":\"" + escaped(problem.cause()) + "\",\"fix\":\""
                + escaped(problem.fix()) + "\"}";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c < ' ') {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return escaped.toString();
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
