package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;

/** The text of an address with a port, as {@code ipvsadm} writes it. */
public final class AddressPort {
    private AddressPort() {}

    /** The text: an IPv6 address is in brackets. */
    public static String text(Ip address, int port) {
        return address.family() == Family.IPV6 ? "[" + address + "]:" + port : address + ":" + port;
    }
}
