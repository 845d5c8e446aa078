package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.generic.GenericHeader;

/**
 * Attributes of the answer to {@code IPVS_CMD_GET_INFO}. Source: {@code include/uapi/linux/ip_vs.h, IPVS_INFO_ATTR_*}.
 */
final class InfoAttr {
    /** u32, 0xMMmmpp. */
    static final int VERSION = 1;
    /** u32, buckets. */
    static final int CONN_TAB_SIZE = 2;

    static final AttributeNames NAMES = AttributeNames.of("IPVS_INFO_ATTR_", "UNSPEC", "VERSION", "CONN_TAB_SIZE");

    static final Layout LAYOUT = new Layout(GenericHeader.SIZE, NAMES);

    private InfoAttr() {}
}
