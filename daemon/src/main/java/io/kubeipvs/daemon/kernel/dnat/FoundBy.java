package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Fields;
import java.util.List;

/** How a packet finds its virtual server. Each way has sets and chains of its own. */
enum FoundBy {
    ADDRESS(""),
    MARK("mark-");

    /** The beginning of the names of its sets and chains. */
    final String prefix;

    FoundBy(String prefix) {
        this.prefix = prefix;
    }

    static FoundBy of(VirtualServer.Key key) {
        return key.isByMark() ? MARK : ADDRESS;
    }

    /** The fields of a packet that are the key. */
    List<Field> fields(DnatFamily family) {
        return this == MARK
                ? List.of(Fields.META_MARK)
                : List.of(Fields.META_L4PROTO, family.destination, Fields.TH_DPORT);
    }

    /** The types of these fields. */
    List<DataType> types(DnatFamily family) {
        return this == MARK
                ? List.of(DataType.MARK)
                : List.of(DataType.INET_PROTO, family.address, DataType.INET_SERVICE);
    }
}
