package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Arrays;

/** Address families and their addresses: the kernel's union does not contain the family. */
final class Families {
    private Families() {}

    static Family of(AttributeReader in) throws MalformedMessageException {
        int number = in.u16();
        return Family.of(number)
                .orElseThrow(() -> in.malformed("address family " + number + " is neither IPv4 nor IPv6"));
    }

    /** The address in a union's first bytes; throws {@link IllegalArgumentException} when there are too few. */
    static Address address(byte[] union, Family family) {
        if (union.length < family.width()) {
            throw new IllegalArgumentException(
                    "an address of " + union.length + " bytes, but its family needs " + family.width());
        }
        return Address.of(Arrays.copyOf(union, family.width()));
    }
}
