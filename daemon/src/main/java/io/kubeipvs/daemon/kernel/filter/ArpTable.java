package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.SetFlag;
import java.util.List;

/**
 * The table that drops ARP requests for VIPs on some links: without it the kernel answers on every link for all its
 * addresses. Other addresses are not affected, as they would be by {@code arp_ignore}. IPv6 needs no such table: there a
 * node answers only for addresses of the link on which it is requested ({@code ndisc_recv_ns} in {@code net/ipv6/ndisc.c}).
 */
final class ArpTable {
    static final NftTable.Key KEY = new NftTable.Key(NftFamily.ARP, "kube-proxy");
    private static final int REQUEST = 1;

    /** The addresses on the dummy link. */
    static final NftSet VIPS =
            NftSet.of(KEY, FilterSets.VIPS, DataType.IPV4_ADDR).withComment("addresses on kube-ipvs0");
    /** The links on which the node does not announce VIPs. */
    static final NftSet SILENT_LINKS = NftSet.of(KEY, "silent-links", DataType.IFNAME)
            .withFlags(SetFlag.INTERVAL)
            .withComment("links on which the node does not announce them");

    private static final NftChain INPUT = NftChain.base(KEY, "input", ChainType.FILTER, Hook.INPUT, 0);

    private ArpTable() {}

    static FilterTable table() {
        RuleBuilder silence = RuleBuilder.rule(NftFamily.ARP)
                .isIn(SILENT_LINKS.key().name(), Fields.IIFNAME)
                .is(Fields.ARP_OPERATION, REQUEST)
                .isIn(VIPS.key().name(), Fields.ARP_DADDR_IP)
                .drop()
                .comment("the program that announces VIPs answers itself");
        return new FilterTable(
                new NftTable(KEY, 0), List.of(VIPS, SILENT_LINKS), List.of(INPUT), List.of(silence.in(INPUT.key())));
    }
}
