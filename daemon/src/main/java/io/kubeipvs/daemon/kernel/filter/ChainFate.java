package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Log;
import io.kubeipvs.netlink.nftables.expr.Reject;
import io.kubeipvs.netlink.nftables.expr.Target;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a chain refuses every packet that none of its conditional rules takes: by a rule without a condition that drops
 * or rejects, in the chain itself or in one that such a rule leads to.
 */
final class ChainFate {
    /** Lists the rules of a chain. */
    interface Rules {
        List<NftRule> of(NftChain.Key chain) throws NetlinkException;
    }

    /** Where a chain, or a rule, leads a packet for which no condition holds. */
    private enum Fate {
        ACCEPTED,
        REFUSED,
        /** The chain that led here continues. */
        RETURNED,
        /** The next rule decides. */
        NEXT
    }

    private final Rules rules;
    private final Map<NftChain.Key, Fate> known = new HashMap<>();

    ChainFate(Rules rules) {
        this.rules = rules;
    }

    boolean isRefusing(NftChain chain) throws NetlinkException {
        return fate(chain.key()) == Fate.REFUSED;
    }

    private Fate fate(NftChain.Key chain) throws NetlinkException {
        if (!known.containsKey(chain)) {
            known.put(chain, Fate.RETURNED); // no chain leads to itself, but rules may change while they are listed
            known.put(chain, read(chain));
        }
        return known.get(chain);
    }

    private Fate read(NftChain.Key chain) throws NetlinkException {
        for (NftRule rule : rules.of(chain)) {
            if (rule.expressions().stream().allMatch(ChainFate::isUnconditional)) {
                Fate fate = fate(rule);
                if (fate != Fate.NEXT) {
                    return fate;
                }
            }
        }
        return Fate.RETURNED;
    }

    private Fate fate(NftRule rule) throws NetlinkException {
        if (rule.expressions().stream().anyMatch(ChainFate::isRejecting)) {
            return Fate.REFUSED;
        }
        Verdict verdict = rule.verdict().orElse(Verdict.CONTINUE);
        return switch (verdict.code()) {
            case Verdict.Code.DROP -> Fate.REFUSED;
            case Verdict.Code.ACCEPT -> Fate.ACCEPTED;
            case Verdict.Code.RETURN -> Fate.RETURNED;
            case Verdict.Code.GOTO -> fate(target(rule, verdict));
            case Verdict.Code.JUMP -> {
                Fate there = fate(target(rule, verdict));
                yield there == Fate.RETURNED ? Fate.NEXT : there;
            }
            default -> Fate.NEXT;
        };
    }

    private static NftChain.Key target(NftRule rule, Verdict verdict) {
        return new NftChain.Key(rule.chain().table(), verdict.chain());
    }

    private static boolean isRejecting(Expression expression) {
        return expression instanceof Reject
                || expression instanceof Target target && target.target().equals(Target.REJECT);
    }

    private static boolean isUnconditional(Expression expression) {
        return expression instanceof Counter
                || expression instanceof Log
                || expression instanceof Immediate immediate && immediate.data() instanceof Verdict
                || isRejecting(expression);
    }
}
