package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Encoder;
import io.kubeipvs.netlink.RequestWriter;
import io.kubeipvs.netlink.generic.GenericHeader;

/** Changes as requests to the IPVS family, once its id is known. Makes no garbage: batches are large. */
final class IpvsChangeEncoder implements Encoder<IpvsChange>, IpvsChange.Cases<Void> {
    private final int family;
    private RequestWriter out;

    IpvsChangeEncoder(int family) {
        this.family = family;
    }

    @Override
    public void encode(IpvsChange change, RequestWriter into) {
        out = into;
        change.on(this);
    }

    @Override
    public Void newService(IpvsChange.NewService change) {
        ServiceCodec.write(begin(IpvsCommand.NEW_SERVICE), change.service());
        return null;
    }

    @Override
    public Void setService(IpvsChange.SetService change) {
        ServiceCodec.write(begin(IpvsCommand.SET_SERVICE), change.service());
        return null;
    }

    @Override
    public Void deleteService(IpvsChange.DeleteService change) {
        ServiceCodec.writeKey(begin(IpvsCommand.DEL_SERVICE), change.key());
        return null;
    }

    @Override
    public Void newDestination(IpvsChange.NewDestination change) {
        AttributeWriter attributes = begin(IpvsCommand.NEW_DEST);
        ServiceCodec.writeKey(attributes, change.service());
        DestinationCodec.write(attributes, change.destination());
        return null;
    }

    @Override
    public Void setDestination(IpvsChange.SetDestination change) {
        AttributeWriter attributes = begin(IpvsCommand.SET_DEST);
        ServiceCodec.writeKey(attributes, change.service());
        DestinationCodec.write(attributes, change.destination());
        return null;
    }

    @Override
    public Void deleteDestination(IpvsChange.DeleteDestination change) {
        AttributeWriter attributes = begin(IpvsCommand.DEL_DEST);
        ServiceCodec.writeKey(attributes, change.service());
        DestinationCodec.writeKey(attributes, change.key());
        return null;
    }

    private AttributeWriter begin(int command) {
        AttributeWriter attributes = out.begin(family, 0, CommandAttr.LAYOUT);
        GenericHeader.write(attributes, command, IpvsCommand.VERSION);
        return attributes;
    }
}
