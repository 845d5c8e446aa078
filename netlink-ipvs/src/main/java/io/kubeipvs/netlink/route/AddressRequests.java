package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.Request;

/** The request that makes each change of addresses. */
final class AddressRequests implements AddressChange.Cases<Request> {

    @Override
    public Request add(AddressChange.AddAddress change) {
        return new Request(
                RouteMessage.NEWADDR,
                MessageFlags.CREATE | MessageFlags.EXCLUSIVE,
                out -> AddressCodec.writeNewHost(out, change.linkIndex(), change.address()));
    }

    @Override
    public Request remove(AddressChange.RemoveAddress change) {
        return new Request(
                RouteMessage.DELADDR, 0, out -> AddressCodec.writeHost(out, change.linkIndex(), change.address()));
    }
}
