package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.generic.GenericHeader;
import java.util.function.Consumer;

/** The requests to the IPVS family, once its id is known. */
final class IpvsRequests implements IpvsChange.Cases<Request> {

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

    @Override
    public Request newService(IpvsChange.NewService change) {
        return request(IpvsCommand.NEW_SERVICE, out -> ServiceCodec.write(out, change.service()));
    }

    @Override
    public Request setService(IpvsChange.SetService change) {
        return request(IpvsCommand.SET_SERVICE, out -> ServiceCodec.write(out, change.service()));
    }

    @Override
    public Request deleteService(IpvsChange.DeleteService change) {
        return request(IpvsCommand.DEL_SERVICE, out -> ServiceCodec.writeKey(out, change.key()));
    }

    @Override
    public Request newDestination(IpvsChange.NewDestination change) {
        return whole(IpvsCommand.NEW_DEST, change.service(), change.destination());
    }

    @Override
    public Request setDestination(IpvsChange.SetDestination change) {
        return whole(IpvsCommand.SET_DEST, change.service(), change.destination());
    }

    @Override
    public Request deleteDestination(IpvsChange.DeleteDestination change) {
        return request(IpvsCommand.DEL_DEST, out -> {
            ServiceCodec.writeKey(out, change.service());
            DestinationCodec.writeKey(out, change.key());
        });
    }

    private Request whole(int command, IpvsService.Key service, IpvsDestination destination) {
        return request(command, out -> {
            ServiceCodec.writeKey(out, service);
            DestinationCodec.write(out, destination);
        });
    }

    private Request request(int command, Consumer<AttributeWriter> attributes) {
        return new Request(family, 0, out -> {
            GenericHeader.write(out, command, IpvsCommand.VERSION);
            attributes.accept(out);
        });
    }
}
