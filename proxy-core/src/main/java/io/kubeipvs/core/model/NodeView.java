package io.kubeipvs.core.model;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * This node at one moment.
 *
 * @param node what Kubernetes says of it
 * @param addresses those on its links, the dummy link of the VIPs left out; without the loopback range and IPv6
 *     link-local addresses, which come and go with every pod and lead no Service anywhere
 */
public record NodeView(NodeSpec node, Set<Ip> addresses) {
    /** A node of which nothing is known: no endpoint is local to it, and it has no address. */
    public static final NodeView UNKNOWN = new NodeView(NodeSpec.named(""), Set.of());

    public NodeView {
        addresses = addresses.stream().filter(NodeView::isLasting).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isLasting(Ip ip) {
        String special = ip.specialUse().orElse("");
        return !special.equals("loopback") && !(special.equals("link-local") && ip.family() == Family.IPV6);
    }

    /** Whether this endpoint runs here. */
    public boolean isHome(Endpoint endpoint) {
        return !node.name().isEmpty() && node.name().equals(endpoint.nodeName());
    }

    /** Whether a link other than that of the VIPs has this address. */
    public boolean has(Ip address) {
        return addresses.contains(address);
    }
}
