package io.kubeipvs.core.model;

import io.kubeipvs.core.options.ServiceOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The operator's choices that decide what the kernel should hold.
 *
 * @param scheduler the scheduler of every virtual server
 * @param drainTimeout how long a removed server may keep its connections, 0 = as long as they last
 * @param cutsLostNodes whether removed servers on lost nodes go at once, with their connections
 * @param nodePortAddresses which of the node's addresses have node ports
 * @param externalAddresses which addresses Services may request
 * @param masquerading which source addresses pods see
 * @param silentLinks the links on which ARP does not answer for VIPs; {@code *} at the end of a name matches every end
 * @param excludedRanges the ranges in which objects that no Service wants stay
 * @param allowedOptions the options that annotations may choose
 * @param nodePortRange the range in which the cluster assigns node ports
 */
public record Settings(
        Scheduler scheduler,
        Duration drainTimeout,
        boolean cutsLostNodes,
        NodePortAddresses nodePortAddresses,
        ExternalAddressRules externalAddresses,
        Masquerading masquerading,
        Set<String> silentLinks,
        List<Cidr> excludedRanges,
        Set<ServiceOption<?>> allowedOptions,
        PortRange nodePortRange) {
    /** One hour: nearly every pod ends sooner, and a dead one is dropped on the same day. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofHours(1);

    /** The settings of a program without any configuration. */
    public static final Settings DEFAULT = new Settings(
            Scheduler.RR,
            DEFAULT_DRAIN_TIMEOUT,
            false,
            NodePortAddresses.ALL,
            ExternalAddressRules.DEFAULT,
            Masquerading.DEFAULT,
            Set.of(),
            List.of(),
            Options.ALLOWED_BY_DEFAULT,
            PortRange.NODE_PORTS);

    public Settings {
        silentLinks = Set.copyOf(silentLinks);
        excludedRanges = List.copyOf(excludedRanges);
        allowedOptions = Set.copyOf(allowedOptions);
    }

    /** These settings with changes, for instance {@code with(s -> s.scheduler(Scheduler.SH))}. */
    public Settings with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.build();
    }

    /** These settings with other rules for the addresses that Services may request. */
    public Settings withExternalAddresses(ExternalAddressRules rules) {
        return with(settings -> settings.externalAddresses(old -> rules));
    }

    /** Settings that are changed by name. Every component begins with its former value. */
    public static final class Builder {
        private Scheduler scheduler;
        private Duration drainTimeout;
        private boolean cutsLostNodes;
        private NodePortAddresses nodePortAddresses;
        private ExternalAddressRules externalAddresses;
        private Masquerading masquerading;
        private Set<String> silentLinks;
        private List<Cidr> excludedRanges;
        private Set<ServiceOption<?>> allowedOptions;
        private PortRange nodePortRange;

        /** Begins with the values of these settings. */
        public Builder(Settings from) {
            scheduler = from.scheduler;
            drainTimeout = from.drainTimeout;
            cutsLostNodes = from.cutsLostNodes;
            nodePortAddresses = from.nodePortAddresses;
            externalAddresses = from.externalAddresses;
            masquerading = from.masquerading;
            silentLinks = from.silentLinks;
            excludedRanges = from.excludedRanges;
            allowedOptions = from.allowedOptions;
            nodePortRange = from.nodePortRange;
        }

        public Builder scheduler(Scheduler value) {
            scheduler = value;
            return this;
        }

        public Builder drainTimeout(Duration value) {
            drainTimeout = value;
            return this;
        }

        public Builder cutsLostNodes(boolean value) {
            cutsLostNodes = value;
            return this;
        }

        public Builder nodePortAddresses(NodePortAddresses value) {
            nodePortAddresses = value;
            return this;
        }

        public Builder externalAddresses(UnaryOperator<ExternalAddressRules> change) {
            externalAddresses = change.apply(externalAddresses);
            return this;
        }

        public Builder masquerading(UnaryOperator<Masquerading> change) {
            masquerading = change.apply(masquerading);
            return this;
        }

        public Builder silentLinks(Set<String> value) {
            silentLinks = value;
            return this;
        }

        public Builder excludedRanges(List<Cidr> value) {
            excludedRanges = value;
            return this;
        }

        public Builder allowedOptions(Set<ServiceOption<?>> value) {
            allowedOptions = value;
            return this;
        }

        public Builder nodePortRange(PortRange value) {
            nodePortRange = value;
            return this;
        }

        /** The settings as they are now. */
        public Settings build() {
            return new Settings(
                    scheduler,
                    drainTimeout,
                    cutsLostNodes,
                    nodePortAddresses,
                    externalAddresses,
                    masquerading,
                    silentLinks,
                    excludedRanges,
                    allowedOptions,
                    nodePortRange);
        }
    }
}
