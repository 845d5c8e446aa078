package io.kubeipvs.daemon.kernel.filter;

import static io.kubeipvs.netlink.nftables.Fields.CT_STATE;
import static io.kubeipvs.netlink.nftables.Fields.FIB_SADDR_TYPE;
import static io.kubeipvs.netlink.nftables.Fields.IIFNAME;
import static io.kubeipvs.netlink.nftables.Fields.META_L4PROTO;
import static io.kubeipvs.netlink.nftables.Fields.META_MARK;
import static io.kubeipvs.netlink.nftables.Fields.OIFNAME;
import static io.kubeipvs.netlink.nftables.Fields.TH_DPORT;

import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.CtState;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The rules of one family's table, by chain. They are constant and look up elements of {@link FilterSets}. */
final class FilterRules {
    /** Source ports of connections that get the node's address: below the default range of node ports. */
    private static final int FIRST_PORT = 1024;

    private static final int LAST_PORT = 29999;

    private static final String ESTABLISHED = "established connections continue";
    private static final String CHANGING =
            "IPVS has no scheduler at this moment and would refuse: the client tries again";
    private static final String UNASSIGNED = "a cluster address of no Service: refuse it, do not route it away";

    private final FilterFamily family;
    private final Field source;
    private final Field destination;
    private final List<NftRule> rules = new ArrayList<>();

    private FilterRules(FilterFamily family) {
        this.family = family;
        this.source = family.source;
        this.destination = family.destination;
    }

    static List<NftRule> of(FilterFamily family) {
        FilterRules all = new FilterRules(family);
        all.beforeIpvs();
        all.ask();
        all.classes();
        all.inside();
        all.refusals();
        all.afterIpvs();
        return List.copyOf(all.rules);
    }

    private void beforeIpvs() {
        RuleBuilder isNew = rule().hasAny(CT_STATE, CtState.NEW);
        add(FilterChains.UNASSIGNED, UNASSIGNED, goTo(FilterChains.REFUSE, unassigned(isNew)));
        String bound = "a translation to itself: no other program's DNAT applies to a VIP";
        add(FilterChains.PREROUTING, bound, toVip().dnat(destination));
        add(FilterChains.OWN, bound, toVip().dnat(destination));
        add(FilterChains.INPUT, "from pods and external clients, right before IPVS", jump(FilterChains.ASK));
        add(FilterChains.OUTPUT, ESTABLISHED, established());
        add(FilterChains.OUTPUT, "from the node's own processes, right before IPVS", jump(FilterChains.ASK));
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
                fromOneOf(FilterSets.KEPT).accept());
        add(
                FilterChains.CLUSTER,
                "pods keep their address",
                fromBehind(FilterSets.KEPT_LINKS).accept());
        add(FilterChains.CLUSTER, "all other clients get the node's address", goTo(FilterChains.EXTERNAL, rule()));
        add(
                FilterChains.EXTERNAL,
                "with the node's address, so that answers come back to this node",
                rule().orMark(Mark.MASQUERADE).accept());
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
                "the mark selects the virtual server with all endpoints; bit 0x4000 as in external",
                rule().setMarkOf(FilterSets.IN_CLUSTER_MARKS, frontend()));
        add(
                FilterChains.INSIDE,
                CHANGING,
                rule().isIn(FilterSets.CHANGING_MARKS, META_MARK).drop());
        add(FilterChains.INSIDE, "pods and the node's processes get all endpoints", rule().accept());
    }

    private void toInside(String chain) {
        add(chain, "pods get all endpoints", goTo(FilterChains.INSIDE, fromOneOf(FilterSets.PODS)));
        add(chain, "pods get all endpoints", goTo(FilterChains.INSIDE, fromBehind(FilterSets.POD_LINKS)));
        add(chain, "the node's processes get all endpoints", goTo(FilterChains.INSIDE, fromNode()));
    }

    private void refusals() {
        add(
                FilterChains.UNSERVED,
                "VIPs answer ping, and errors about them arrive",
                rule().is(META_L4PROTO, family.icmp()).accept());
        add(FilterChains.UNSERVED, "nothing listens here", goTo(FilterChains.REFUSE, rule()));
        add(FilterChains.REFUSE, "at once, no time-out", rule().rejectWithTcpReset());
        add(
                FilterChains.REFUSE,
                "at once, no time-out",
                rule().rejectWithIcmp(family.table.family(), family.portUnreachable()));
    }

    private void afterIpvs() {
        int ours = Mark.OURS_MASK | Mark.MASQUERADE;
        add(
                FilterChains.RETAG,
                "IPVS has used the mark: remove it for other programs",
                rule().has(META_MARK, ours, Mark.OURS | Mark.MASQUERADE).setMark(Mark.MASQUERADE));
        add(
                FilterChains.POSTROUTING,
                "hairpin: the client is the chosen endpoint and would answer itself",
                goTo(FilterChains.FROM_NODE, rule().isIn(FilterSets.HAIRPIN, source, destination)));
        add(FilterChains.POSTROUTING, "as decided at input", goTo(FilterChains.FROM_NODE, masqueraded()));
        fromNode("the link's own address, never a VIP; ports below node ports", FilterSets.SOURCES, OIFNAME);
        fromNode("a link without an address: the node's", FilterSets.NODE_SOURCE, META_L4PROTO);
        add(FilterChains.FROM_NODE, "no such address known: the kernel's choice", rule().masquerade());
        add(
                FilterChains.UNMARK,
                "remove the mark for what follows",
                masqueraded().andMark(~Mark.MASQUERADE));
    }

    private void fromNode(String why, String map, Field key) {
        for (Protocol protocol : Protocol.values()) {
            RuleBuilder ofProtocol = rule().is(META_L4PROTO, protocol.number());
            add(FilterChains.FROM_NODE, why, ofProtocol.snatOf(map, FIRST_PORT, LAST_PORT, key));
        }
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

    private RuleBuilder masqueraded() {
        return rule().has(META_MARK, Mark.MASQUERADE, Mark.MASQUERADE);
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
