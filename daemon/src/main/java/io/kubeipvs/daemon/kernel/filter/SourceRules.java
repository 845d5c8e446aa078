package io.kubeipvs.daemon.kernel.filter;

import static io.kubeipvs.netlink.nftables.Fields.CT_STATUS;
import static io.kubeipvs.netlink.nftables.Fields.FIB_SADDR_TYPE;
import static io.kubeipvs.netlink.nftables.Fields.META_L4PROTO;
import static io.kubeipvs.netlink.nftables.Fields.META_MARK;
import static io.kubeipvs.netlink.nftables.Fields.META_PRIORITY;
import static io.kubeipvs.netlink.nftables.Fields.OIFNAME;

import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.CtStatus;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.NatFlag;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules after IPVS of one family's table: they give packets their marks back, and the source address that endpoints
 * see.
 */
final class SourceRules {
    /** The bits by which a mark that selects a virtual server is recognised. */
    private static final int SELECTING_MASK = Mark.OURS_MASK | Mark.MASQUERADE;

    private static final int SELECTING = Mark.OURS | Mark.MASQUERADE;

    private final FilterFamily family;
    private final FilterTuning tuning;
    private final List<NftRule> rules = new ArrayList<>();

    private SourceRules(FilterFamily family, FilterTuning tuning) {
        this.family = family;
        this.tuning = tuning;
    }

    static List<NftRule> of(FilterFamily family, FilterTuning tuning) {
        SourceRules all = new SourceRules(family, tuning);
        all.marks();
        all.translations();
        all.fromNode("the link's own address, never a VIP", FilterSets.SOURCES, OIFNAME);
        all.fromNode("a link without an address: the node's", FilterSets.NODE_SOURCE, META_L4PROTO);
        all.add(
                FilterChains.FROM_NODE,
                "no such address known: the kernel's choice",
                all.rule().masquerade(NatFlag.PROTO_RANDOM_FULLY));
        return List.copyOf(all.rules);
    }

    private void marks() {
        int transit = tuning.transitMark();
        int masquerade = tuning.masqueradeMark();
        if (!tuning.dataPath().isIpvs()) {
            add(FilterChains.PREROUTING_RESTORE, "a real server is chosen", jump(FilterChains.RESTORE));
        }
        add(FilterChains.OUTPUT_REENTRY, "a real server is chosen", jump(FilterChains.RESTORE));
        add(FilterChains.OUTPUT_RESTORE, "client and endpoint are processes of this node", jump(FilterChains.RESTORE));
        add(FilterChains.INPUT_RESTORE, "the endpoint is a process of this node", jump(FilterChains.RESTORE));
        add(FilterChains.INPUT_RESTORE, "our bits have no use here", withoutOurBits());
        add(FilterChains.UNMARK, "our bits have no use behind this", withoutOurBits());
        add(
                FilterChains.RESTORE,
                "the packet has selected its virtual server and gets its mark back",
                rule().has(META_MARK, SELECTING_MASK, SELECTING)
                        .hasAny(META_PRIORITY, transit)
                        .setFrom(MetaKey.MARK, META_PRIORITY, ~(transit | masquerade), masquerade)
                        .set(MetaKey.PRIORITY, 0));
    }

    /** Only connections to a Service, not those that a pod makes to itself, or that another program translated. */
    private RuleBuilder ofService(RuleBuilder rule) {
        return tuning.dataPath().isIpvs()
                ? rule.has(CT_STATUS, CtStatus.DST_NAT, 0)
                : rule.has(CT_STATUS, CtStatus.DST_NAT, CtStatus.DST_NAT)
                        .isIn(FilterSets.VIPS, family.originalDestination);
    }

    private void translations() {
        add(
                FilterChains.POSTROUTING,
                "hairpin: the client is the endpoint that was chosen, and would answer itself",
                goTo(
                        FilterChains.FROM_NODE,
                        ofService(rule().isIn(FilterSets.HAIRPIN, family.source, family.destination)
                                .isNot(FIB_SADDR_TYPE, AddressType.LOCAL))));
        add(
                FilterChains.POSTROUTING,
                "from another host and to another host: the answer must come back through this one",
                goTo(
                        FilterChains.FROM_NODE,
                        rule().hasAny(META_MARK, tuning.transitMark()).isIn(FilterSets.UPLINKS, OIFNAME)));
        add(
                FilterChains.POSTROUTING,
                "as decided before a real server was chosen",
                goTo(FilterChains.FROM_NODE, rule().hasAny(META_MARK, tuning.masqueradeMark())));
    }

    private RuleBuilder withoutOurBits() {
        int ours = tuning.transitMark() | tuning.masqueradeMark();
        return rule().hasAny(META_MARK, ours).andMark(~ours);
    }

    private void fromNode(String why, String map, Field key) {
        PortRange ports = tuning.masqueradePorts();
        for (Protocol protocol : Protocol.values()) {
            RuleBuilder ofProtocol = rule().is(META_L4PROTO, protocol.number());
            add(
                    FilterChains.FROM_NODE,
                    why,
                    ofProtocol.snatOf(map, ports.first(), ports.last(), NatFlag.PROTO_RANDOM_FULLY, key));
        }
    }

    private RuleBuilder rule() {
        return RuleBuilder.rule(family.table.family());
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
