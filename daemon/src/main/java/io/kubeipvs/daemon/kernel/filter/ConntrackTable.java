package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.CtState;
import java.util.List;

/**
 * The table that keeps connection tracking and translation in force while our other tables are absent. The kernel stops
 * both for a network namespace when the last rule that needs them goes ({@code nf_ct_netns_put} in
 * {@code net/netfilter/nf_conntrack_proto.c}, {@code nf_nat_unregister_fn} in {@code net/netfilter/nf_nat_core.c}), and
 * established connections that are masqueraded are then reset. kube-proxy removes our other tables when it starts, but
 * not this one, which decides about no packet.
 */
final class ConntrackTable {
    private static final String NAME = "kube-ipvs";

    private ConntrackTable() {}

    static NftTable.Key key(FilterFamily family) {
        return new NftTable.Key(family.table.family(), NAME);
    }

    static FilterTable of(Family family) {
        NftTable.Key key = key(FilterFamily.of(family));
        NftChain chain = NftChain.base(key, "postrouting", ChainType.NAT, Hook.POSTROUTING, 101);
        RuleBuilder keep = RuleBuilder.rule(key.family())
                .hasAny(Fields.CT_STATE, CtState.NEW)
                .accept()
                .comment("keeps connection tracking while kube-proxy takes over");
        return new FilterTable(new NftTable(key, 0), List.of(), List.of(chain), List.of(keep.in(chain.key())));
    }
}
