package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** Attributes of a command and of a set. Source: {@code ip_set.h, "Attributes at command level"}. */
final class IpsetAttr {
    /** u8. */
    static final int PROTOCOL = 1;
    /** String, in the kernel at most 32 bytes with its closing NUL. */
    static final int SETNAME = 2;
    /** String, such as {@code hash:ip,port}. */
    static final int TYPENAME = 3;
    /** u8, {@code NFPROTO_*}; 0 = the type has none. */
    static final int FAMILY = 5;
    /** be32, bits of {@link IpsetFlag}. */
    static final int FLAGS = 6;

    static final int DATA = 7;

    static final AttributeNames NAMES = AttributeNames.of(
                    "IPSET_ATTR_",
                    "UNSPEC",
                    "PROTOCOL",
                    "SETNAME",
                    "TYPENAME",
                    "REVISION",
                    "FAMILY",
                    "FLAGS",
                    "DATA",
                    "ADT",
                    "LINENO",
                    "PROTOCOL_MIN",
                    "INDEX")
            .nested(DATA, IpsetDataAttr.NAMES);

    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private IpsetAttr() {}
}
