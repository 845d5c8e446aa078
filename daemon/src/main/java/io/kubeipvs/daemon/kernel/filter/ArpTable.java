package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.SetFlag;
import java.util.List;

/**
 * The table that keeps the node from telling by ARP that VIPs are here, on some links: the kernel answers on every link for
 * all its addresses. Nothing else answers otherwise for it, as with {@code arp_ignore}. IPv6 has no need of it: there a
 * node answers for the addresses of the link that is asked on ({@code ndisc_recv_ns} in {@code net/ipv6/ndisc.c}).
 */
final class ArpTable {
    static final NftTable.Key KEY = new NftTable.Key(NftFamily.ARP, "kube-proxy");
    private static final int REQUEST = 1;

    /** What is bound to the dummy link. */
    static final NftSet VIPS =
            NftSet.of(KEY, FilterSets.VIPS, DataType.IPV4_ADDR).withComment("addresses on kube-ipvs0");
    /** The links on which nobody is told. */
    static final NftSet SILENT_LINKS = NftSet.of(KEY, "silent-links", DataType.IFNAME)
            .withFlags(SetFlag.INTERVAL)
            .withComment("links on which nobody is told of them");

    private static final NftChain INPUT = NftChain.base(KEY, "input", ChainType.FILTER, Hook.INPUT, 0);

    private ArpTable() {}

    static FilterTable table() {
        RuleBuilder silence = RuleBuilder.rule(NftFamily.ARP)
                .isIn(SILENT_LINKS.key().name(), Fields.IIFNAME)
                .is(Fields.ARP_OPERATION, REQUEST)
                .isIn(VIPS.key().name(), Fields.ARP_DADDR_IP)
                .drop()
                .comment("whoever announces VIPs does so by itself");
        return new FilterTable(
                new NftTable(KEY, 0), List.of(VIPS, SILENT_LINKS), List.of(INPUT), List.of(silence.in(INPUT.key())));
    }

    /** What can be done only with tables of this family, done and undone at once. */
    static List<NftChange> probe() {
        NftTable probe = new NftTable(new NftTable.Key(NftFamily.ARP, "kube-ipvs-probe"), 0);
        return List.of(
                new NftChange.PutTable(probe, NftChange.Put.ADD),
                new NftChange.RemoveTable(probe.key(), NftChange.Remove.DELETE));
    }
}
