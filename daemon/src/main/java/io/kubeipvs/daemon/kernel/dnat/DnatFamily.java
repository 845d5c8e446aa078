package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.kernel.filter.OurTables;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.NftTable;

/** The differences between the tables of the two families. */
enum DnatFamily {
    V4(Family.IPV4, NftFamily.IP, DataType.IPV4_ADDR, Fields.IP_SADDR, Fields.IP_DADDR),
    V6(Family.IPV6, NftFamily.IP6, DataType.IPV6_ADDR, Fields.IP6_SADDR, Fields.IP6_DADDR);

    final Family family;
    final NftTable.Key table;
    final DataType address;
    final Field source;
    final Field destination;

    DnatFamily(Family family, NftFamily nft, DataType address, Field source, Field destination) {
        this.family = family;
        this.table = new NftTable.Key(nft, OurTables.DNAT);
        this.address = address;
        this.source = source;
        this.destination = destination;
    }

    static DnatFamily of(Family family) {
        return family == Family.IPV4 ? V4 : V6;
    }

    /** The words of a register that an address takes. */
    int addressWords() {
        return address.width() / Integer.BYTES;
    }
}
