package io.kubeipvs.core.desire;

import io.kubeipvs.core.desire.RefusedAddress.Reason;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.SpecialUse;
import java.util.List;
import java.util.Optional;

/**
 * Whether a Service may have an address that it requests beyond its cluster addresses. It never gets an address for
 * special use, or an address of another node, which this node could then no longer reach. Of the ranges that contain an
 * address the narrowest decides, so that a part of the Service range can be allowed. Of two equal ranges the one that
 * refuses decides.
 *
 * <p>A load balancer may have an address in the configured range of all pods: where pods have addresses of the network of
 * the nodes, this range contains the addresses of load balancers too. Only a controller writes such an address.
 */
final class ExternalAddressPolicy {
    private final ExternalAddressRules rules;
    private final NodeView node;

    ExternalAddressPolicy(ExternalAddressRules rules, NodeView node) {
        this.rules = rules;
        this.node = node;
    }

    /** The cause of a refusal; empty when the Service may have the address. */
    Optional<Reason> refusal(Ip address, AddressKind kind) {
        Optional<SpecialUse> special = address.specialUse();
        if (special.isPresent()) {
            return special.map(Reason::of);
        }
        if (node.isOtherNode(address)) {
            return Optional.of(Reason.OTHER_NODE);
        }
        Verdict verdict = new Verdict(address);
        verdict.apply(rules.denied(), Reason.DENIED);
        verdict.apply(rules.serviceRanges(), Reason.SERVICE_RANGE);
        if (kind != AddressKind.LOAD_BALANCER) {
            verdict.apply(rules.podRanges(), Reason.POD_RANGE);
        }
        verdict.apply(node.node().podCidrs(), Reason.POD_RANGE);
        verdict.apply(rules.allowed(), null);
        boolean isInNoRange = verdict.narrowest < 0 && !rules.allowed().isEmpty();
        return Optional.ofNullable(isInNoRange ? Reason.NOT_ALLOWED : verdict.reason);
    }

    /** The decision of the narrowest range so far; of equal ranges the first. */
    private static final class Verdict {
        private final Ip address;
        private int narrowest = -1;
        private Reason reason;

        Verdict(Ip address) {
            this.address = address;
        }

        void apply(List<Cidr> ranges, Reason refusal) {
            for (Cidr range : ranges) {
                if (range.contains(address) && range.prefixLength() > narrowest) {
                    narrowest = range.prefixLength();
                    reason = refusal;
                }
            }
        }
    }
}
