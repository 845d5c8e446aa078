package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The node-wide filter configuration: what the packet filter needs besides Services, for instance how it recognises
 * pods. Links are named as {@code nft} names them: {@code *} at the end matches every link whose name begins so.
 *
 * @param pods the ranges of the addresses of pods
 * @param podLinks the links that lead to pods of this node
 * @param kept the ranges in which clients of a cluster address keep their own address
 * @param keptLinks the links on which clients of a cluster address keep their own address
 * @param uplinks the links to other hosts: a pod whose packets arrive by one is a pod of another host
 * @param serviceRanges the ranges of cluster addresses: the filter rejects an address in them that no Service has
 * @param sources the source address of masqueraded packets on each link
 * @param nodeAddresses the source address of masqueraded packets on all other links, at most one a family
 * @param silentLinks the links on which ARP does not answer for VIPs
 */
public record NodeFilterConfig(
        Set<Cidr> pods,
        Set<String> podLinks,
        Set<Cidr> kept,
        Set<String> keptLinks,
        Set<String> uplinks,
        Set<Cidr> serviceRanges,
        Set<Source> sources,
        Set<Ip> nodeAddresses,
        Set<String> silentLinks) {
    /** The configuration of an empty filter. */
    public static final NodeFilterConfig NONE = new Builder().build();

    /** The address of the node on a link, one for each link and family. */
    public record Source(String link, Ip address) {}

    public NodeFilterConfig {
        pods = Set.copyOf(pods);
        podLinks = Set.copyOf(podLinks);
        kept = Set.copyOf(kept);
        keptLinks = Set.copyOf(keptLinks);
        uplinks = Set.copyOf(uplinks);
        serviceRanges = Set.copyOf(serviceRanges);
        sources = Set.copyOf(sources);
        nodeAddresses = Set.copyOf(nodeAddresses);
        silentLinks = Set.copyOf(silentLinks);
    }

    /** This configuration with other ranges of cluster addresses. */
    public NodeFilterConfig withServiceRanges(Set<Cidr> ranges) {
        return new NodeFilterConfig(
                pods, podLinks, kept, keptLinks, uplinks, ranges, sources, nodeAddresses, silentLinks);
    }

    /** A configuration built by name, for instance {@code of(c -> c.podLinks(Set.of("cbr0")))}; the rest is empty. */
    public static NodeFilterConfig of(Consumer<Builder> parts) {
        Builder builder = new Builder();
        parts.accept(builder);
        return builder.build();
    }

    /** Builds a configuration by name. Every component begins empty. */
    public static final class Builder {
        private Set<Cidr> pods = Set.of();
        private Set<String> podLinks = Set.of();
        private Set<Cidr> kept = Set.of();
        private Set<String> keptLinks = Set.of();
        private Set<String> uplinks = Set.of();
        private Set<Cidr> serviceRanges = Set.of();
        private Set<Source> sources = Set.of();
        private Set<Ip> nodeAddresses = Set.of();
        private Set<String> silentLinks = Set.of();

        private Builder() {}

        public Builder pods(Set<Cidr> ranges) {
            pods = ranges;
            return this;
        }

        public Builder podLinks(Set<String> links) {
            podLinks = links;
            return this;
        }

        public Builder kept(Set<Cidr> ranges) {
            kept = ranges;
            return this;
        }

        public Builder keptLinks(Set<String> links) {
            keptLinks = links;
            return this;
        }

        public Builder uplinks(Set<String> links) {
            uplinks = links;
            return this;
        }

        public Builder serviceRanges(Set<Cidr> ranges) {
            serviceRanges = ranges;
            return this;
        }

        public Builder sources(Set<Source> ofLinks) {
            sources = ofLinks;
            return this;
        }

        public Builder nodeAddresses(Set<Ip> addresses) {
            nodeAddresses = addresses;
            return this;
        }

        public Builder silentLinks(Set<String> links) {
            silentLinks = links;
            return this;
        }

        private NodeFilterConfig build() {
            return new NodeFilterConfig(
                    pods, podLinks, kept, keptLinks, uplinks, serviceRanges, sources, nodeAddresses, silentLinks);
        }
    }
}
