package io.kubeipvs.core.model;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * This node at one moment.
 *
 * @param node what Kubernetes says of it
 * @param addresses those on its links, the dummy link of the VIPs left out; without the loopback range and IPv6
 *     link-local addresses, which come and go with every pod and lead no Service anywhere
 * @param ofLinks the address that stands for the node on each link, by the link's name; at most one a family
 * @param otherNodes the addresses that Kubernetes says other nodes have
 */
public record NodeView(NodeSpec node, Set<Ip> addresses, Map<String, Set<Ip>> ofLinks, Set<Ip> otherNodes) {
    /** A node of which nothing is known: no endpoint is local to it, and it has no address. */
    public static final NodeView UNKNOWN = new NodeView(NodeSpec.named(""), Set.of());

    public NodeView {
        ofLinks = Map.copyOf(ofLinks);
        otherNodes = Set.copyOf(otherNodes);
        addresses = addresses.stream().filter(NodeView::isLasting).collect(Collectors.toUnmodifiableSet());
    }

    /** A node of whose links nothing is known but their addresses. */
    public NodeView(NodeSpec node, Set<Ip> addresses) {
        this(node, addresses, Map.of());
    }

    /** A node of whose cluster nothing is known. */
    public NodeView(NodeSpec node, Set<Ip> addresses, Map<String, Set<Ip>> ofLinks) {
        this(node, addresses, ofLinks, Set.of());
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

    /** Whether another node has this address, and no link of this one. */
    public boolean isOtherNode(Ip address) {
        return otherNodes.contains(address) && !has(address);
    }
}
