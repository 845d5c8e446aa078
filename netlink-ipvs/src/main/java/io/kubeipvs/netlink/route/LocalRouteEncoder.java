package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Encoder;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.RequestWriter;

/** Changes of local routes as requests. Makes no garbage: batches are large. */
final class LocalRouteEncoder implements Encoder<LocalRouteChange>, LocalRouteChange.Cases<Void> {
    private RequestWriter out;

    @Override
    public void encode(LocalRouteChange change, RequestWriter into) {
        out = into;
        change.on(this);
    }

    @Override
    public Void add(LocalRouteChange.AddLocalRoute change) {
        int flags = MessageFlags.CREATE | MessageFlags.EXCLUSIVE;
        LocalRouteCodec.write(out.begin(RouteMessage.NEWROUTE, flags, LocalRouteCodec.LAYOUT), change.route());
        return null;
    }

    @Override
    public Void remove(LocalRouteChange.RemoveLocalRoute change) {
        LocalRouteCodec.write(out.begin(RouteMessage.DELROUTE, 0, LocalRouteCodec.LAYOUT), change.route());
        return null;
    }
}
