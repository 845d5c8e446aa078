package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.NftTable;

/** The differences between the tables of the two families. */
enum FilterFamily {
    V4(NftFamily.IP, DataType.IPV4_ADDR, Fields.IP_SADDR, Fields.IP_DADDR, Fields.CT_ORIGINAL_IP_DADDR),
    V6(NftFamily.IP6, DataType.IPV6_ADDR, Fields.IP6_SADDR, Fields.IP6_DADDR, Fields.CT_ORIGINAL_IP6_DADDR);

    final NftTable.Key table;
    final DataType address;
    final Field source;
    final Field destination;
    /** The destination before any translation. */
    final Field originalDestination;

    FilterFamily(NftFamily family, DataType address, Field source, Field destination, Field originalDestination) {
        this.table = new NftTable.Key(family, "kube-proxy");
        this.address = address;
        this.source = source;
        this.destination = destination;
        this.originalDestination = originalDestination;
    }

    /** ICMP's number as a protocol: {@code IPPROTO_ICMP}, {@code IPPROTO_ICMPV6}. */
    int icmp() {
        return this == V4 ? 1 : 58;
    }

    /** ICMP's code for a port that is unreachable: {@code ICMP_PORT_UNREACH}, {@code ICMPV6_PORT_UNREACH}. */
    int portUnreachable() {
        return this == V4 ? 3 : 4;
    }

    static FilterFamily of(Family family) {
        return family == Family.IPV4 ? V4 : V6;
    }
}
