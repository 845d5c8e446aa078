package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;

/** What the kernel says of itself, on the wire. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_get_cmd}. */
final class InfoCodec {
    private InfoCodec() {}

    static IpvsInfo decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(InfoAttr.LAYOUT);
        int version = 0;
        int size = 0;
        while (in.next()) {
            switch (in.type()) {
                case InfoAttr.VERSION -> version = in.u32();
                case InfoAttr.CONN_TAB_SIZE -> size = in.u32();
                default -> {
                    // whatever later kernels add
                }
            }
        }
        String dotted = (version >>> 16 & 0xFF) + "." + (version >>> 8 & 0xFF) + "." + (version & 0xFF);
        return new IpvsInfo(dotted, size);
    }
}
