package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;

/** Address families on the wire. */
final class Families {
    private Families() {}

    static Family of(AttributeReader in) throws MalformedMessageException {
        int number = in.u16();
        return Family.of(number)
                .orElseThrow(() -> in.malformed("address family " + number + " is neither IPv4 nor IPv6"));
    }
}
