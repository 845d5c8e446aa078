package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import java.util.Set;

/**
 * What the packet filter must know besides Services: who is a pod, and which addresses the node goes by. Links are
 * named as {@code nft} does, with {@code *} at the end for all that begin so.
 *
 * @param pods the ranges in which an asker is a pod of this cluster
 * @param podLinks the links through which pods of this node ask
 * @param kept the ranges in which an asker of a cluster address keeps its own address
 * @param keptLinks the links through which it does
 * @param serviceRanges the ranges of cluster addresses: what is in them and nobody's is rejected
 * @param sources with which address packets leave by a link, when they leave with the node's
 * @param nodeAddresses with which address they leave by any other, at most one a family
 * @param silentLinks the links on which nobody is told by ARP that a VIP is here
 */
public record Surroundings(
        Set<Cidr> pods,
        Set<String> podLinks,
        Set<Cidr> kept,
        Set<String> keptLinks,
        Set<Cidr> serviceRanges,
        Set<Source> sources,
        Set<Ip> nodeAddresses,
        Set<String> silentLinks) {
    /** Nothing is known. */
    public static final Surroundings NONE =
            new Surroundings(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    /** The address that stands for the node on a link; one a link and family. */
    public record Source(String link, Ip address) {}

    public Surroundings {
        pods = Set.copyOf(pods);
        podLinks = Set.copyOf(podLinks);
        kept = Set.copyOf(kept);
        keptLinks = Set.copyOf(keptLinks);
        serviceRanges = Set.copyOf(serviceRanges);
        sources = Set.copyOf(sources);
        nodeAddresses = Set.copyOf(nodeAddresses);
        silentLinks = Set.copyOf(silentLinks);
    }
}
