package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.Optional;

/** VIPs, as addresses of the dummy link, through rtnetlink. */
final class VipDoor implements AutoCloseable {
    /** kube-proxy's name for it: what is there is taken over, and kube-proxy finds what we leave. */
    static final String LINK = "kube-ipvs0";

    private final RouteClient client;
    private int linkIndex;

    VipDoor(RouteClient client) {
        this.client = client;
    }

    /** Creates the link when it is missing, and reads what is bound to it. */
    List<Ip> read() throws NetlinkException {
        Optional<Link> existing = client.link(LINK);
        if (existing.isPresent() && !existing.get().kind().equals("dummy")) {
            throw new NetlinkException("link " + LINK + " exists and is of kind '"
                    + existing.get().kind() + "': it must be a dummy link; rename or delete it");
        }
        linkIndex = existing.isPresent()
                ? existing.get().index()
                : client.createDummy(LINK).index();
        return client.addresses(linkIndex).stream()
                .map(address -> FromNetlink.ip(address.address()))
                .filter(ip -> ip.specialUse().isEmpty()) // an address the kernel itself gave the link is not a VIP
                .toList();
    }

    List<BatchResult> apply(List<KernelOp> operations) {
        return client.apply(operations.stream().map(this::change).toList());
    }

    private AddressChange change(KernelOp op) {
        if (op instanceof KernelOp.BindVip bind) {
            return new AddressChange.AddAddress(linkIndex, ToNetlink.address(bind.vip()));
        }
        if (op instanceof KernelOp.UnbindVip unbind) {
            return new AddressChange.RemoveAddress(linkIndex, ToNetlink.address(unbind.vip()));
        }
        throw new IllegalArgumentException(op + " is not an address change");
    }

    @Override
    public void close() throws NetlinkException {
        client.close();
    }
}
