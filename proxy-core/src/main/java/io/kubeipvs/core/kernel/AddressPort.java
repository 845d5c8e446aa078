package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;

/** The text of an address with a port, as {@code ipvsadm} writes it. */
final class AddressPort {
    private AddressPort() {}

    static String text(Ip address, int port) {
        return address.family() == Family.IPV6 ? "[" + address + "]:" + port : address + ":" + port;
    }
}
