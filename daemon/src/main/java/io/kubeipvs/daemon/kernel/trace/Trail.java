package io.kubeipvs.daemon.kernel.trace;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of one packet so far. */
final class Trail {
    private final TracedPacket.Header first;
    private final RuleNames names;
    private final List<TracedPacket.Passage> passages = new ArrayList<>();
    private NftChain.Key base;
    private TracedPacket.Header present;

    Trail(TracedPacket.Header first, RuleNames names) {
        this.first = first;
        this.names = names;
        this.present = first;
    }

    TracedPacket.Header first() {
        return first;
    }

    /** Takes the next step. */
    void add(NftTrace step) throws NetlinkException {
        present = Headers.of(step.packet()).orElse(present);
        if (step.kind() == NftTrace.Kind.RULE && step.place().ruleHandle() == 0) {
            return; // the end of the chain's rules
        }
        Optional<String> hook = names.hook(step.place().chain());
        boolean isNext = hook.isPresent() && !step.place().chain().equals(base);
        if (isNext || passages.isEmpty()) {
            base = step.place().chain();
            passages.add(new TracedPacket.Passage(
                    hook.orElse(""),
                    RuleNames.table(step.place().chain().table()),
                    List.of(step.place().chain().name()),
                    names.rule(step.place()),
                    step.verdict().toString(),
                    present));
            return;
        }
        int last = passages.size() - 1;
        passages.set(last, continued(passages.get(last), step));
    }

    private TracedPacket.Passage continued(TracedPacket.Passage passage, NftTrace step) throws NetlinkException {
        List<String> chains = new ArrayList<>(passage.chains());
        String chain = step.place().chain().name();
        if (step.kind() == NftTrace.Kind.RULE && !chains.get(chains.size() - 1).equals(chain)) {
            chains.add(chain);
        }
        String rule = names.rule(step.place());
        return new TracedPacket.Passage(
                passage.hook(),
                passage.table(),
                chains,
                rule.isEmpty() ? passage.rule() : rule,
                step.verdict().toString(),
                passage.packet());
    }

    TracedPacket packet() {
        return new TracedPacket(first.from(), first.to(), passages);
    }
}
