package io.kubeipvs.daemon.health;

import io.kubeipvs.core.model.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page {@code /statusz}: a few lines about the program, for people. */
public final class StatusPages {
    private final String version;
    private final Supplier<Settings> settings;
    private final ProxyHealth health;
    private final Degraded degraded;
    private final InstantSource clock;
    private final Instant started;

    /**
     * @param version of the program
     * @param settings in force, at each request
     * @param degraded the conditions that an operator should end
     */
    public StatusPages(
            String version, Supplier<Settings> settings, ProxyHealth health, Degraded degraded, InstantSource clock) {
        this.version = version;
        this.settings = settings;
        this.health = health;
        this.degraded = degraded;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** The text of the page. */
    public String statusz() {
        return "kube-ipvs " + version + "\nstarted: " + started + "\nuptime: "
                + Duration.between(started, clock.instant()).toSeconds() + " s\nhealthy: " + health.isHealthy()
                + "\nready: " + health.isReady() + "\ndegraded: " + reasons() + "\nscheduler: "
                + settings.get().scheduler().kernelName()
                + "\npaths: /metrics /healthz /proxyMode /configz /statusz /status\n";
    }

    private String reasons() {
        return Stream.of(Degraded.Reason.values())
                .filter(reason -> !degraded.of(reason).isEmpty())
                .map(Degraded.Reason::label)
                .collect(Collectors.joining(" "));
    }
}
