package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which endpoints may be checked. Tenants can write EndpointSlices, and each node would connect to whatever is in them. So only
 * pods are checked.
 */
final class CheckTargets {
    private final NodeView node;
    private final ExternalAddressRules ranges;
    private final Ledger ledger;

    CheckTargets(Footprints.Circumstances circumstances) {
        this.node = circumstances.node();
        this.ranges = circumstances.settings().externalAddresses();
        this.ledger = circumstances.ledger();
    }

    /** Why this endpoint is not checked; empty = it is. */
    Optional<String> refusal(Endpoint endpoint) {
        Ip address = endpoint.address();
        if (address.specialUse().isPresent()) {
            return address.specialUse().map(use -> use + " address");
        }
        if (node.has(address)
                || node.otherNodes().contains(address)
                || node.node().addresses().contains(address)) {
            return Optional.of("address of a node");
        }
        if (isWithin(address, ranges.serviceRanges()) || ledger.isWanted(address)) {
            return Optional.of("address of Services");
        }
        boolean isPod = endpoint.pod()
                || Stream.of(ranges.podRanges(), node.node().podCidrs()).anyMatch(some -> isWithin(address, some));
        return isPod ? Optional.empty() : Optional.of("no pod: targetRef.kind is not Pod, and no range of pods has it");
    }

    private static boolean isWithin(Ip address, List<Cidr> ranges) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
