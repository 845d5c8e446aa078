package io.kubeipvs.core.model;

import io.kubeipvs.core.options.ServiceOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * This node at one moment.
 *
 * @param node its Node object
 * @param addresses the addresses on its links except the dummy link, without the loopback range and without IPv6
 *     link-local addresses: those come and go with every pod, and no Service uses them
 * @param ofLinks the node's primary address on each link, by the link's name; at most one a family
 * @param otherNodes the addresses of other nodes, from their Node objects
 * @param listeners the ports on which processes of the node wait for clients
 * @param weights the weights of the endpoints of nodes, by the node's name; a node without one has the weight 1
 * @param lostNodes the names of other nodes whose Node object was deleted, or that are unreachable
 */
public record NodeView(
        NodeSpec node,
        Set<Ip> addresses,
        Map<String, Set<Ip>> ofLinks,
        Set<Ip> otherNodes,
        Set<Listener> listeners,
        Map<String, Integer> weights,
        Set<String> lostNodes) {
    /** An unknown node: no endpoint is local to it, and it has no address. */
    public static final NodeView UNKNOWN = of(NodeSpec.named(""), Set.of());

    public NodeView {
        ofLinks = Map.copyOf(ofLinks);
        otherNodes = Set.copyOf(otherNodes);
        listeners = Set.copyOf(listeners);
        weights = Map.copyOf(weights);
        lostNodes = Set.copyOf(lostNodes);
        addresses = addresses.stream().filter(NodeView::isLasting).collect(Collectors.toUnmodifiableSet());
    }

    /** A node with these addresses, without names of links and without other nodes. */
    public static NodeView of(NodeSpec node, Set<Ip> addresses) {
        return new NodeView(node, addresses, Map.of(), Set.of(), Set.of(), Map.of(), Set.of());
    }

    /** Whether it is a known node. */
    public boolean isKnown() {
        return !node.name().isEmpty();
    }

    /** This view with another Node object. */
    public NodeView withNode(NodeSpec other) {
        return new NodeView(other, addresses, ofLinks, otherNodes, listeners, weights, lostNodes);
    }

    /** This view with other primary addresses of links. */
    public NodeView withLinks(Map<String, Set<Ip>> links) {
        return new NodeView(node, addresses, links, otherNodes, listeners, weights, lostNodes);
    }

    /** This view with other addresses of other nodes. */
    public NodeView withOtherNodes(Set<Ip> others) {
        return new NodeView(node, addresses, ofLinks, others, listeners, weights, lostNodes);
    }

    /** This view with other ports on which processes wait for clients. */
    public NodeView withListeners(Set<Listener> others) {
        return new NodeView(node, addresses, ofLinks, otherNodes, others, weights, lostNodes);
    }

    /** This view with other lost nodes. */
    public NodeView withLostNodes(Set<String> others) {
        return new NodeView(node, addresses, ofLinks, otherNodes, listeners, weights, others);
    }

    /** This view with other weights of nodes. */
    public NodeView withWeights(Map<String, Integer> others) {
        return new NodeView(node, addresses, ofLinks, otherNodes, listeners, others, lostNodes);
    }

    /** This view as it is in force: without weights, if these are not allowed. */
    public NodeView inForce(Set<ServiceOption<?>> allowed) {
        return weights.isEmpty() || allowed.contains(Options.WEIGHT) ? this : withWeights(Map.of());
    }

    /** The weight of an endpoint: that of its slice, else that of its node, else 1. */
    public int weight(Endpoint endpoint) {
        return endpoint.weight().orElse(weights.getOrDefault(endpoint.nodeName(), 1));
    }

    private static boolean isLasting(Ip ip) {
        Optional<SpecialUse> use = ip.specialUse();
        boolean isLoopback = use.equals(Optional.of(SpecialUse.LOOPBACK));
        boolean isLinkLocal = use.equals(Optional.of(SpecialUse.LINK_LOCAL)) && ip.family() == Family.IPV6;
        return !isLoopback && !isLinkLocal;
    }

    /** Whether this endpoint runs here. */
    public boolean isHome(Endpoint endpoint) {
        return !node.name().isEmpty() && node.name().equals(endpoint.nodeName());
    }

    /** Whether a link other than the dummy link has this address. */
    public boolean has(Ip address) {
        return addresses.contains(address);
    }

    /** Whether a process of the node waits for clients at this address of the node and this port. */
    public boolean isListening(Protocol protocol, Ip address, int port) {
        return has(address) && listeners.stream().anyMatch(listener -> listener.serves(protocol, address, port));
    }

    /** Whether another node has this address, and no link of this one. */
    public boolean isOtherNode(Ip address) {
        return otherNodes.contains(address) && !has(address);
    }
}
