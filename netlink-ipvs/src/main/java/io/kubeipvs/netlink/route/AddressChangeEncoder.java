package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Encoder;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.RequestWriter;

/** Changes of addresses as requests. Makes no garbage: batches are large. */
final class AddressChangeEncoder implements Encoder<AddressChange>, AddressChange.Cases<Void> {
    private RequestWriter out;

    @Override
    public void encode(AddressChange change, RequestWriter into) {
        out = into;
        change.on(this);
    }

    @Override
    public Void add(AddressChange.AddAddress change) {
        int flags = MessageFlags.CREATE | MessageFlags.EXCLUSIVE;
        AddressCodec.writeNewHost(
                out.begin(RouteMessage.NEWADDR, flags, AddressCodec.LAYOUT), change.linkIndex(), change.address());
        return null;
    }

    @Override
    public Void remove(AddressChange.RemoveAddress change) {
        AddressCodec.writeHost(
                out.begin(RouteMessage.DELADDR, 0, AddressCodec.LAYOUT), change.linkIndex(), change.address());
        return null;
    }
}
