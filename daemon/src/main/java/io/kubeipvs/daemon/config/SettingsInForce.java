package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The operator's settings together with what the cluster says of itself: where its cluster addresses are. Tells the
 * settings whenever they come out differently. Safe for use by many threads.
 */
public final class SettingsInForce {
    private final Consumer<Settings> onChange;
    private Settings said;
    private List<Cidr> clusterRanges = List.of();
    private Settings told;

    /**
     * @param said what the operator says; in force already
     * @param onChange must return quickly
     */
    public SettingsInForce(Settings said, Consumer<Settings> onChange) {
        this.said = said;
        this.told = said;
        this.onChange = onChange;
    }

    /** The operator says this now. */
    public synchronized void change(Settings settings) {
        said = settings;
        tell();
    }

    /** The cluster takes its cluster addresses from here. */
    public synchronized void setClusterRanges(List<Cidr> ranges) {
        clusterRanges = List.copyOf(ranges);
        tell();
    }

    private void tell() {
        Set<Cidr> ranges = new LinkedHashSet<>(said.externalAddresses().serviceRanges());
        ranges.addAll(clusterRanges);
        Settings now = said.withExternalAddresses(said.externalAddresses().withServiceRanges(List.copyOf(ranges)));
        if (!now.equals(told)) {
            told = now;
            onChange.accept(now);
        }
    }
}
