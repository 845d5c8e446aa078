package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.Optional;

/** VIPs, as addresses of the dummy link, through rtnetlink. */
public final class VipAdapter implements AutoCloseable {
    private final RouteClient client;
    private int linkIndex;

    public VipAdapter(RouteClient client) {
        this.client = client;
    }

    /** Creates the link when it is missing, and reads what is bound to it. */
    public List<Ip> read() throws NetlinkException {
        Optional<Link> existing = client.link(VipLink.NAME);
        if (existing.isPresent() && !existing.get().kind().equals("dummy")) {
            throw new NetlinkException("link " + VipLink.NAME + " exists and is of kind '"
                    + existing.get().kind() + "': it must be a dummy link; rename or delete it");
        }
        linkIndex = existing.isPresent()
                ? existing.get().index()
                : client.createDummy(VipLink.NAME).index();
        return client.addresses(linkIndex).stream()
                .map(address -> FromNetlink.ip(address.address()))
                .filter(ip -> ip.specialUse().isEmpty()) // an address the kernel itself gave the link is not a VIP
                .toList();
    }

    public List<BatchResult> apply(List<KernelOp> operations) {
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
