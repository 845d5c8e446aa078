package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.Optional;

/** VIPs, as addresses of our link, through rtnetlink. */
public final class VipAdapter implements AutoCloseable {
    private final RouteClient client;
    private int linkIndex;
    private boolean wasPrepared;

    public VipAdapter(RouteClient client) {
        this.client = client;
    }

    /**
     * Creates the link where it is missing. Returns whether that is a repair, because the link existed before.
     *
     * @throws KernelUnavailableException when a link of another kind has its name
     */
    public boolean prepare() throws NetlinkException {
        Optional<Link> existing = link();
        linkIndex = existing.isPresent() ? existing.get().index() : create().index();
        boolean isRepair = existing.isEmpty() && wasPrepared;
        wasPrepared = true;
        return isRepair;
    }

    /** A link without a port or a carrier holds addresses as a dummy link does. */
    private Link create() throws NetlinkException {
        try {
            return client.createLink(VipLink.NAME, VipLink.DUMMY);
        } catch (RefusedException refused) {
            if (!refused.errno().equals(Errno.EOPNOTSUPP)) {
                throw refused;
            }
            return client.createLink(VipLink.NAME, VipLink.BRIDGE);
        }
    }

    /**
     * The addresses that are bound to the link; none where it is missing.
     *
     * @throws KernelUnavailableException when a link of another kind has its name
     */
    public List<Ip> read() throws NetlinkException {
        Optional<Link> link = link();
        if (link.isEmpty()) {
            return List.of();
        }
        return client.addresses(link.get().index()).stream()
                .map(address -> FromNetlink.ip(address.address()))
                .filter(ip -> ip.specialUse().isEmpty()) // an address the kernel itself gave the link is not a VIP
                .toList();
    }

    private Optional<Link> link() throws NetlinkException {
        Optional<Link> link = client.link(VipLink.NAME);
        if (link.isPresent() && !VipLink.KINDS.contains(link.get().kind())) {
            throw new KernelUnavailableException(
                    new Problem(
                            "link " + VipLink.NAME + " exists and is of kind '"
                                    + link.get().kind() + "': it must be of kind '"
                                    + String.join("' or '", VipLink.KINDS)
                                    + "'",
                            "ip link delete " + VipLink.NAME),
                    null);
        }
        return link;
    }

    /** One result for each, in their order. The link must be {@link #prepare prepared}. */
    public List<BatchResult> apply(List<VipOp> operations) {
        Change change = new Change();
        return client.apply(operations.stream().map(op -> op.on(change)).toList());
    }

    private final class Change implements VipOp.Cases<AddressChange> {
        @Override
        public AddressChange bindVip(VipOp.BindVip op) {
            return new AddressChange.AddAddress(linkIndex, ToNetlink.address(op.vip()));
        }

        @Override
        public AddressChange unbindVip(VipOp.UnbindVip op) {
            return new AddressChange.RemoveAddress(linkIndex, ToNetlink.address(op.vip()));
        }
    }

    @Override
    public void close() throws NetlinkException {
        client.close();
    }
}
