package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.generic.GenericHeader;
import java.util.function.Consumer;

/** The questions to the IPVS family, once its id is known. */
final class IpvsRequests {

    private final int family;

    IpvsRequests(int family) {
        this.family = family;
    }

    Request info() {
        return request(IpvsCommand.GET_INFO, out -> {});
    }

    Request services() {
        return request(IpvsCommand.GET_SERVICE, out -> {});
    }

    Request destinations(IpvsService.Key service) {
        return request(IpvsCommand.GET_DEST, out -> ServiceCodec.writeKey(out, service));
    }

    private Request request(int command, Consumer<AttributeWriter> attributes) {
        return new Request(family, 0, CommandAttr.LAYOUT, out -> {
            GenericHeader.write(out, command, IpvsCommand.VERSION);
            attributes.accept(out);
        });
    }
}
