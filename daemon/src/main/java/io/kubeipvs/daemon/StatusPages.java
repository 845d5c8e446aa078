package io.kubeipvs.daemon;

import io.kubeipvs.core.model.Settings;
import io.kubeipvs.daemon.health.ProxyHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What the program says of itself to people and to tools that look for kube-proxy. */
final class StatusPages {
    private final Supplier<Settings> settings;
    private final ProxyHealth health;
    private final InstantSource clock;
    private final Instant started;

    /** @param settings those in force, at each request */
    StatusPages(Supplier<Settings> settings, ProxyHealth health, InstantSource clock) {
        this.settings = settings;
        this.health = health;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** A few lines for people. */
    String statusz() {
        return "kube-ipvs " + Version.text() + "\nstarted: " + started + "\nuptime: "
                + Duration.between(started, clock.instant()).toSeconds() + " s\nhealthy: " + health.isHealthy()
                + "\nready: " + health.isReady() + "\nscheduler: "
                + settings.get().scheduler().kernelName() + "\npaths: /metrics /healthz /proxyMode /configz /statusz\n";
    }
}
