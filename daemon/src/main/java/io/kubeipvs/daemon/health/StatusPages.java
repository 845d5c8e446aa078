package io.kubeipvs.daemon.health;

import io.kubeipvs.core.model.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The page {@code /statusz}: a few lines about the program, for people. */
public final class StatusPages {
    private final String version;
    private final Supplier<Settings> settings;
    private final ProxyHealth health;
    private final InstantSource clock;
    private final Instant started;

    /**
     * @param version of the program
     * @param settings in force, at each request
     */
    public StatusPages(String version, Supplier<Settings> settings, ProxyHealth health, InstantSource clock) {
        this.version = version;
        this.settings = settings;
        this.health = health;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** The text of the page. */
    public String statusz() {
        return "kube-ipvs " + version + "\nstarted: " + started + "\nuptime: "
                + Duration.between(started, clock.instant()).toSeconds() + " s\nhealthy: " + health.isHealthy()
                + "\nready: " + health.isReady() + "\nscheduler: "
                + settings.get().scheduler().kernelName() + "\npaths: /metrics /healthz /proxyMode /configz /statusz\n";
    }
}
