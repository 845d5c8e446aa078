package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.generic.GenericHeader;

/**
 * Reads the version and the size of the kernel's IPVS. Source:
 * {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_get_cmd}.
 */
final class InfoCodec {
    /**
     * Attributes of the answer to {@code IPVS_CMD_GET_INFO}. Source:
     * {@code include/uapi/linux/ip_vs.h, IPVS_INFO_ATTR_*}.
     */
    static final class Attr {
        /** u32, 0xMMmmpp. */
        static final int VERSION = 1;
        /** u32, buckets. */
        static final int CONN_TAB_SIZE = 2;

        static final AttributeNames NAMES = AttributeNames.of("IPVS_INFO_ATTR_", "UNSPEC", "VERSION", "CONN_TAB_SIZE");

        static final Layout LAYOUT = new Layout(GenericHeader.SIZE, NAMES);

        private Attr() {}
    }

    private InfoCodec() {}

    static IpvsInfo decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(Attr.LAYOUT);
        int version = 0;
        int size = 0;
        while (in.next()) {
            switch (in.type()) {
                case Attr.VERSION -> version = in.u32();
                case Attr.CONN_TAB_SIZE -> size = in.u32();
                default -> {
                    // whatever later kernels add
                }
            }
        }
        String dotted = (version >>> 16 & 0xFF) + "." + (version >>> 8 & 0xFF) + "." + (version & 0xFF);
        return new IpvsInfo(dotted, size);
    }
}
