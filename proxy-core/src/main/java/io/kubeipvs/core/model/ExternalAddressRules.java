package io.kubeipvs.core.model;

import java.util.List;

/**
 * Which addresses a Service may ask for beyond its cluster addresses. Whoever may write a Service could otherwise take
 * any address over on all nodes (CVE-2020-8554).
 *
 * @param podRanges where pods have their addresses
 * @param serviceRanges where cluster addresses are taken from
 * @param denied ranges that no Service may ask for
 * @param allowed the only ranges that a Service may ask for; empty = all that is not refused
 */
public record ExternalAddressRules(
        List<Cidr> podRanges, List<Cidr> serviceRanges, List<Cidr> denied, List<Cidr> allowed) {
    /** What is in force when nothing is said. */
    public static final ExternalAddressRules DEFAULT =
            new ExternalAddressRules(List.of(), List.of(), List.of(), List.of());

    public ExternalAddressRules {
        podRanges = List.copyOf(podRanges);
        serviceRanges = List.copyOf(serviceRanges);
        denied = List.copyOf(denied);
        allowed = List.copyOf(allowed);
    }

    /** These rules, with pods elsewhere. */
    public ExternalAddressRules withPodRanges(List<Cidr> ranges) {
        return new ExternalAddressRules(ranges, serviceRanges, denied, allowed);
    }

    /** These rules, with cluster addresses elsewhere. */
    public ExternalAddressRules withServiceRanges(List<Cidr> ranges) {
        return new ExternalAddressRules(podRanges, ranges, denied, allowed);
    }

    /** These rules, with other ranges that no Service may ask for. */
    public ExternalAddressRules withDenied(List<Cidr> ranges) {
        return new ExternalAddressRules(podRanges, serviceRanges, ranges, allowed);
    }

    /** These rules, with other ranges that alone a Service may ask for. */
    public ExternalAddressRules withAllowed(List<Cidr> ranges) {
        return new ExternalAddressRules(podRanges, serviceRanges, denied, ranges);
    }
}
