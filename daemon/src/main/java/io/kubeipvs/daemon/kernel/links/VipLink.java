package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.Optional;

/** The link that VIPs are bound to, in the network namespace of the calling thread. */
public final class VipLink {
    /** kube-proxy's name for it: kube-proxy's addresses are taken over, and kube-proxy finds ours. */
    public static final String NAME = "kube-ipvs0";

    /** The kind of link that exists for addresses alone. */
    public static final String DUMMY = "dummy";

    /** The kind that serves where the kernel has no dummy links: nodes that run pods have bridges. */
    static final String BRIDGE = "bridge";

    /** All kinds that serve, the best one first. */
    public static final List<String> KINDS = List.of(DUMMY, BRIDGE);

    private VipLink() {}

    /**
     * Whether it exists.
     *
     * @throws KernelUnavailableException when links cannot be read
     */
    public static boolean exists() {
        try (RouteClient client = RouteClient.open()) {
            return client.link(NAME).isPresent();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    /**
     * Deletes it. Returns whether it existed.
     *
     * @throws KernelUnavailableException when it is not deleted, because it still has addresses for instance
     */
    public static boolean remove() {
        try (RouteClient client = RouteClient.open()) {
            Optional<Link> link = client.link(NAME);
            if (link.isEmpty()) {
                return false;
            }
            requireNoAddress(client, link.get());
            client.deleteLink(link.get());
            return true;
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    private static void requireNoAddress(RouteClient client, Link link) throws NetlinkException {
        List<String> remaining = client.addresses(link.index()).stream()
                .map(LinkAddress::address)
                .filter(address -> FromNetlink.ip(address).specialUse().isEmpty())
                .map(Object::toString)
                .toList();
        if (!remaining.isEmpty()) {
            throw new KernelUnavailableException(
                    new Problem(
                            "it has addresses that stay: " + String.join(", ", remaining),
                            "ip link delete " + NAME + ", if nothing needs them"),
                    null);
        }
    }
}
