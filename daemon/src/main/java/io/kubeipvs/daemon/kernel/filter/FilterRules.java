package io.kubeipvs.daemon.kernel.filter;

import static io.kubeipvs.netlink.nftables.Fields.CT_STATE;
import static io.kubeipvs.netlink.nftables.Fields.FIB_SADDR_TYPE;
import static io.kubeipvs.netlink.nftables.Fields.IIFNAME;
import static io.kubeipvs.netlink.nftables.Fields.META_L4PROTO;
import static io.kubeipvs.netlink.nftables.Fields.META_MARK;
import static io.kubeipvs.netlink.nftables.Fields.TH_DPORT;

import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.CtState;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that decide before IPVS, of one family's table, by chain. They are constant and look up elements of {@link
 * FilterSets}. {@link SourceRules} are those after IPVS.
 */
final class FilterRules {
    private static final String ESTABLISHED = "established connections continue";
    private static final String CHANGING = "its scheduler changes at this moment: the client tries again";
    private static final String UNASSIGNED = "a cluster address of no Service: refuse it, do not route it away";

    private final FilterFamily family;
    private final FilterTuning tuning;
    private final Field source;
    private final Field destination;
    private final List<NftRule> rules = new ArrayList<>();

    private FilterRules(FilterFamily family, FilterTuning tuning) {
        this.family = family;
        this.tuning = tuning;
        this.source = family.source;
        this.destination = family.destination;
    }

    static List<NftRule> of(FilterFamily family, FilterTuning tuning) {
        FilterRules all = new FilterRules(family, tuning);
        all.beforeIpvs();
        all.ask();
        all.classes();
        all.inside();
        all.refusals();
        return List.copyOf(all.rules);
    }

    private void beforeIpvs() {
        RuleBuilder isNew = rule().hasAny(CT_STATE, CtState.NEW);
        add(FilterChains.UNASSIGNED, UNASSIGNED, goTo(FilterChains.REFUSE, unassigned(isNew)));
        String bound = "a translation to itself: no other program's DNAT applies to a VIP";
        String health = "the health check of a load balancer at its VIP: the node answers at its own address";
        for (String chain : List.of(FilterChains.PREROUTING, FilterChains.OWN)) {
            add(
                    chain,
                    health,
                    rule().isIn(FilterSets.HEALTH_CHECKS, frontend()).dnatOf(FilterSets.NODE_SOURCE, META_L4PROTO));
        }
        add(FilterChains.PREROUTING, bound, toVip().dnat(destination));
        add(FilterChains.OWN, bound, toVip().dnat(destination));
        add(
                tuning.dataPath().isIpvs() ? FilterChains.INPUT : FilterChains.PREROUTING_ASK,
                "from pods and external clients, before a real server is chosen",
                jump(FilterChains.ASK));
        add(FilterChains.OUTPUT, ESTABLISHED, established());
        add(
                FilterChains.OUTPUT,
                "from the node's own processes, before a real server is chosen",
                jump(FilterChains.ASK));
        add(FilterChains.OUTPUT, UNASSIGNED, goTo(FilterChains.REFUSE, unassigned(rule())));
    }

    private void ask() {
        add(FilterChains.ASK, ESTABLISHED, established());
        add(
                FilterChains.ASK,
                "loadBalancerSourceRanges: not for this client",
                rule().isIn(FilterSets.RESTRICTED, frontend())
                        .isNotIn(FilterSets.ALLOWED, META_L4PROTO, destination, TH_DPORT, source)
                        .drop());
        add(
                FilterChains.ASK,
                CHANGING,
                rule().isIn(FilterSets.CHANGING, frontend()).drop());
        add(FilterChains.ASK, "a Service's port: its chain decides", rule().verdictOf(FilterSets.SERVICES, frontend()));
        add(
                FilterChains.ASK,
                "a VIP, but no Service's port: the node's own ports are not reachable through it",
                goTo(FilterChains.UNSERVED, toVip()));
    }

    private void classes() {
        add(
                FilterChains.CLUSTER,
                "the node's processes may have a VIP as source: use the node's address",
                goTo(FilterChains.EXTERNAL, fromNode()));
        add(
                FilterChains.CLUSTER,
                "pods keep their address",
                fromBehind(FilterSets.KEPT_LINKS).accept());
        add(
                FilterChains.CLUSTER,
                "a pod of another host, whose answer may not come back through this one",
                goTo(FilterChains.TRANSIT, fromOneOf(FilterSets.KEPT).isIn(FilterSets.UPLINKS, IIFNAME)));
        add(
                FilterChains.CLUSTER,
                "pods keep their address",
                fromOneOf(FilterSets.KEPT).accept());
        add(FilterChains.CLUSTER, "all other clients get the node's address", goTo(FilterChains.EXTERNAL, rule()));
        add(
                FilterChains.TRANSIT,
                "keeps its address, unless the endpoint is on another host too",
                rule().orMark(tuning.transitMark()).accept());
        add(
                FilterChains.EXTERNAL,
                "with the node's address, so that answers come back to this node",
                rule().orMark(tuning.masqueradeMark()).accept());
    }

    private void inside() {
        toInside(FilterChains.LOCAL);
        add(
                FilterChains.LOCAL,
                "externalTrafficPolicy Local: endpoints here see the client's address",
                rule().accept());
        toInside(FilterChains.NO_LOCAL);
        add(
                FilterChains.NO_LOCAL,
                "externalTrafficPolicy Local, no endpoint here: another node has one",
                rule().drop());
        toInside(FilterChains.TRANSITION);
        add(
                FilterChains.TRANSITION,
                "the policy is being changed: as before until all objects exist",
                goTo(FilterChains.EXTERNAL, rule()));
        add(
                FilterChains.INSIDE,
                "the packet's mark, with bits of other programs, waits in its priority",
                rule().setFrom(MetaKey.PRIORITY, META_MARK, ~tuning.transitMark(), tuning.transitMark()));
        add(
                FilterChains.INSIDE,
                "the mark selects the virtual server with all endpoints",
                rule().setMarkOf(FilterSets.IN_CLUSTER_MARKS, frontend()));
        add(
                FilterChains.INSIDE,
                CHANGING,
                rule().isIn(FilterSets.CHANGING_MARKS, META_MARK).drop());
        add(FilterChains.INSIDE, "pods and the node's processes get all endpoints", rule().accept());
    }

    private void toInside(String chain) {
        add(
                chain,
                "pods of this node get all endpoints",
                goTo(FilterChains.INSIDE, fromOneOf(FilterSets.PODS).isNotIn(FilterSets.UPLINKS, IIFNAME)));
        add(chain, "pods of this node get all endpoints", goTo(FilterChains.INSIDE, fromBehind(FilterSets.POD_LINKS)));
        add(chain, "the node's processes get all endpoints", goTo(FilterChains.INSIDE, fromNode()));
    }

    private void refusals() {
        add(
                FilterChains.UNSERVED,
                "VIPs answer ping, and errors about them arrive",
                rule().is(META_L4PROTO, family.icmp()).accept());
        add(
                FilterChains.UNSERVED,
                "a health check, on its way to the node's address",
                rule().isIn(FilterSets.HEALTH_CHECKS, frontend()).accept());
        add(FilterChains.UNSERVED, "nothing listens here", goTo(FilterChains.REFUSE, rule()));
        add(FilterChains.REFUSE, "at once, no time-out", rule().rejectWithTcpReset());
        add(
                FilterChains.REFUSE,
                "at once, no time-out",
                rule().rejectWithIcmp(family.table.family(), family.portUnreachable()));
    }

    private Field[] frontend() {
        return new Field[] {META_L4PROTO, destination, TH_DPORT};
    }

    private RuleBuilder rule() {
        return RuleBuilder.rule(family.table.family());
    }

    private RuleBuilder established() {
        return rule().isNot(CT_STATE, CtState.NEW).accept();
    }

    private RuleBuilder unassigned(RuleBuilder rule) {
        return rule.isIn(FilterSets.SERVICE_RANGES, destination).isNotIn(FilterSets.VIPS, destination);
    }

    private RuleBuilder toVip() {
        return rule().isIn(FilterSets.VIPS, destination);
    }

    private RuleBuilder fromOneOf(String ranges) {
        return rule().isIn(ranges, source);
    }

    private RuleBuilder fromBehind(String links) {
        return rule().isIn(links, IIFNAME);
    }

    private RuleBuilder fromNode() {
        return rule().is(FIB_SADDR_TYPE, AddressType.LOCAL);
    }

    private RuleBuilder jump(String chain) {
        return rule().verdict(Verdict.jump(chain));
    }

    private static RuleBuilder goTo(String chain, RuleBuilder rule) {
        return rule.verdict(Verdict.goTo(chain));
    }

    private void add(String chain, String why, RuleBuilder rule) {
        rules.add(rule.comment(why).in(new NftChain.Key(family.table, chain)));
    }
}
