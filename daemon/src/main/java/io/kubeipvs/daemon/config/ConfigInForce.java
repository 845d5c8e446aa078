package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force: the only holder of its current value. It joins the operator's configuration with the ranges
 * of cluster addresses that the cluster itself reports. A change takes effect at every subscriber or at none. Safe for
 * use by many threads.
 */
public final class ConfigInForce {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigInForce.class);

    private final Config started;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private ConfigFile.Content content;
    private List<Cidr> clusterRanges = List.of();
    private volatile Config current;
    private volatile Instant since = MonotonicClock.SYSTEM.instant();

    private record Subscription(String name, Consumer<Config> subscriber) {}

    /** @param started the files and flags at the start of the program */
    public ConfigInForce(ConfigFile.Content started) {
        this(started, started.config());
    }

    /**
     * @param read the files and flags at the start of the program
     * @param started the configuration that it starts with: as it was read, except what the program decided itself
     */
    public ConfigInForce(ConfigFile.Content read, Config started) {
        this.started = started;
        this.content = read;
        this.current = started;
    }

    /**
     * Adds a subscriber. It receives later values, one at a time, in the order of subscription; it must return quickly.
     * A subscriber that throws refuses the change, and all subscribers before it receive the former value again.
     *
     * @param name for the log
     */
    public synchronized void subscribe(String name, Consumer<Config> subscriber) {
        subscriptions.add(new Subscription(name, subscriber));
    }

    /** The current value. Keys that need a restart have the value that they had at the start of the program. */
    public Config current() {
        return current;
    }

    /** How long the present configuration has been in force. */
    public Duration age() {
        return Duration.between(since, MonotonicClock.SYSTEM.instant());
    }

    /** The current content of the files and flags. */
    public synchronized ConfigFile.Content content() {
        return content;
    }

    /**
     * Puts this content of the files and flags in force.
     *
     * @throws ConfigNotAppliedException when a subscriber threw; the former value is in force everywhere
     */
    public synchronized void change(ConfigFile.Content next) {
        replace(next.config(), clusterRanges);
        content = next;
    }

    /**
     * Adds these ranges to the operator's ranges of cluster addresses, instead of the former ones.
     *
     * @throws ConfigNotAppliedException when a subscriber threw; the former value is in force everywhere
     */
    public synchronized void setClusterRanges(List<Cidr> ranges) {
        replace(content.config(), ranges);
        clusterRanges = List.copyOf(ranges);
    }

    private void replace(Config operators, List<Cidr> ofCluster) {
        Config former = current;
        Config next = joined(operators, ofCluster);
        if (next.equals(former)) {
            return;
        }
        current = next;
        for (int i = 0; i < subscriptions.size(); i++) {
            try {
                subscriptions.get(i).subscriber().accept(next);
            } catch (RuntimeException e) {
                current = former;
                restore(subscriptions.subList(0, i + 1), former);
                throw new ConfigNotAppliedException(subscriptions.get(i).name(), e);
            }
        }
        since = MonotonicClock.SYSTEM.instant();
    }

    private Config joined(Config operators, List<Cidr> ofCluster) {
        Set<Cidr> ranges =
                new LinkedHashSet<>(operators.settings().externalAddresses().serviceRanges());
        ranges.addAll(ofCluster);
        return operators.with(config -> config.settings(
                        settings -> settings.externalAddresses(rules -> rules.withServiceRanges(List.copyOf(ranges))))
                .node(node -> started.node())
                .source(source -> started.source())
                .serving(serving -> started.serving())
                .logFormat(started.logFormat())
                .tuning(tuning -> tuning.withOomScoreAdj(started.tuning().oomScoreAdj())
                        .withFilter(filter -> started.tuning().filter())));
    }

    private static void restore(List<Subscription> subscriptions, Config former) {
        for (Subscription subscription : subscriptions) {
            try {
                subscription.subscriber().accept(former);
            } catch (RuntimeException e) {
                LOG.error("config_not_restored part={} cause=\"{}\"", subscription.name(), e.toString(), e);
            }
        }
    }
}
