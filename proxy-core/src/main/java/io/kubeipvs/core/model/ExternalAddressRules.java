package io.kubeipvs.core.model;

import java.util.List;

/**
 * Which addresses a Service may request beyond its cluster addresses. Without such rules, every user who may write a
 * Service could take over any address on all nodes (CVE-2020-8554).
 *
 * @param podRanges the ranges of pods
 * @param serviceRanges the ranges of cluster addresses
 * @param denied ranges in which no Service may request an address
 * @param allowed the only ranges in which a Service may request an address; empty = all that are not refused
 */
public record ExternalAddressRules(
        List<Cidr> podRanges, List<Cidr> serviceRanges, List<Cidr> denied, List<Cidr> allowed) {
    /** The default rules. */
    public static final ExternalAddressRules DEFAULT =
            new ExternalAddressRules(List.of(), List.of(), List.of(), List.of());

    public ExternalAddressRules {
        podRanges = List.copyOf(podRanges);
        serviceRanges = List.copyOf(serviceRanges);
        denied = List.copyOf(denied);
        allowed = List.copyOf(allowed);
    }

    /** These rules with other ranges of pods. */
    public ExternalAddressRules withPodRanges(List<Cidr> ranges) {
        return new ExternalAddressRules(ranges, serviceRanges, denied, allowed);
    }

    /** These rules with other ranges of cluster addresses. */
    public ExternalAddressRules withServiceRanges(List<Cidr> ranges) {
        return new ExternalAddressRules(podRanges, ranges, denied, allowed);
    }

    /** These rules with other denied ranges. */
    public ExternalAddressRules withDenied(List<Cidr> ranges) {
        return new ExternalAddressRules(podRanges, serviceRanges, ranges, allowed);
    }

    /** These rules with other allowed ranges. */
    public ExternalAddressRules withAllowed(List<Cidr> ranges) {
        return new ExternalAddressRules(podRanges, serviceRanges, denied, ranges);
    }
}
