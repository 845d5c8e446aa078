package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.daemon.commands.ServiceRow;

/** Texts that the page shows. */
final class Texts {
    private Texts() {}

    /** The address of a virtual server, for instance {@code 10.96.0.1:443/TCP}. */
    static String address(ServiceRow.Place place) {
        String address =
                place.address().contains(":") && place.port() > 0 ? "[" + place.address() + "]" : place.address();
        String port = place.port() == 0 ? "" : ":" + place.port();
        return address + port + (place.protocol().isEmpty() ? "" : "/" + place.protocol());
    }

    /** The name of the Service; "" = no Service is known. */
    static String service(ServiceRow.Place place) {
        return place.name().isEmpty() ? "" : place.namespace() + "/" + place.name();
    }
}
