package io.kubeipvs.core.desire;

import io.kubeipvs.core.desire.RefusedAddress.Reason;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a Service may have an address that it asks for beyond its cluster addresses. Addresses for special use are
 * never given, and neither are those of another node, which would be cut off from this one. Of the ranges that hold an
 * address the narrowest decides, so that a part of the Service range can be allowed; of two equal ones the one that
 * refuses.
 */
final class ExternalAddressPolicy {
    private final ExternalAddressRules rules;
    private final NodeView node;

    ExternalAddressPolicy(ExternalAddressRules rules, NodeView node) {
        this.rules = rules;
        this.node = node;
    }

    /** Why not; empty when it may. */
    Optional<Reason> refusal(Ip address) {
        Optional<String> special = address.specialUse();
        if (special.isPresent()) {
            return Optional.of(
                    Reason.valueOf(special.get().toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        if (node.isOtherNode(address)) {
            return Optional.of(Reason.OTHER_NODE);
        }
        Verdict verdict = new Verdict(address);
        verdict.hear(rules.denied(), Reason.DENIED);
        verdict.hear(rules.serviceRanges(), Reason.SERVICE_RANGE);
        verdict.hear(rules.podRanges(), Reason.POD_RANGE);
        verdict.hear(node.node().podCidrs(), Reason.POD_RANGE);
        verdict.hear(rules.allowed(), null);
        boolean unheard = verdict.narrowest < 0 && !rules.allowed().isEmpty();
        return Optional.ofNullable(unheard ? Reason.NOT_ALLOWED : verdict.reason);
    }

    /** What the narrowest range says that was heard of so far; of equal ones the first. */
    private static final class Verdict {
        private final Ip address;
        private int narrowest = -1;
        private Reason reason;

        Verdict(Ip address) {
            this.address = address;
        }

        void hear(List<Cidr> ranges, Reason says) {
            for (Cidr range : ranges) {
                if (range.contains(address) && range.prefixLength() > narrowest) {
                    narrowest = range.prefixLength();
                    reason = says;
                }
            }
        }
    }
}
