package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.generic.GenericHeader;
import java.util.function.Consumer;

/** The single requests to the IPVS family, once its id is known. */
final class IpvsRequests {
    private final int family;

    IpvsRequests(int family) {
        this.family = family;
    }

    Request info() {
        return request(IpvsCommand.GET_INFO, out -> {});
    }

    Request timeouts() {
        return request(IpvsCommand.GET_CONFIG, out -> {});
    }

    Request setTimeouts(IpvsTimeouts timeouts) {
        return request(IpvsCommand.SET_CONFIG, out -> TimeoutsCodec.write(out, timeouts));
    }

    Request services() {
        return request(IpvsCommand.GET_SERVICE, out -> {});
    }

    Request service(IpvsService.Key key) {
        return request(IpvsCommand.GET_SERVICE, out -> ServiceCodec.writeKey(out, key));
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
