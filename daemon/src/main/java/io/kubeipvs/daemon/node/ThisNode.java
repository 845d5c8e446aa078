package io.kubeipvs.daemon.node;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Listener;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node that the program runs on: its Node object, the addresses on its links, and the addresses of other nodes and
 * which of them are lost. Reports a view as soon as both sources were read once, and then whenever it changes. Safe for use by many threads.
 */
public final class ThisNode {
    private static final Logger LOG = LoggerFactory.getLogger(ThisNode.class);

    private final String name;
    private final Optional<Ip> standsForIt;
    private final Consumer<NodeView> onChange;
    private Optional<NodeSpec> spec = Optional.empty();
    private Optional<Set<Ip>> addresses = Optional.empty();
    private Map<String, Set<Ip>> ofLinks = Map.of();
    private Set<Listener> listeners = Set.of();
    private final OtherNodes others = new OtherNodes();
    private NodeView reported;

    /** The Node object as it was received last. */
    private Optional<NodeSpec> object = Optional.empty();

    private boolean isListed;

    /** Whether the Node object is of an earlier run. */
    private boolean isRestored;

    /** Whether this node ever had a Node object. A node without one cannot be deleted. */
    private boolean hadObject;

    /**
     * @param name the Node object's name; endpoints that name it are local
     * @param onChange must return quickly
     */
    public ThisNode(String name, Consumer<NodeView> onChange) {
        this(name, Optional.empty(), onChange);
    }

    /**
     * @param name the Node object's name; endpoints that name it are local
     * @param standsForIt the node's primary address in its family, whatever the Node object contains
     * @param onChange must return quickly
     */
    public ThisNode(String name, Optional<Ip> standsForIt, Consumer<NodeView> onChange) {
        this.name = name;
        this.standsForIt = standsForIt;
        this.onChange = onChange;
    }

    /** The Node object's name. */
    public String name() {
        return name;
    }

    /**
     * Replaces the addresses on the links of this node, without those of the VIPs' link.
     *
     * @param standing those that stand for the node, by the link's name; at most one a family
     */
    public synchronized void setAddresses(Set<Ip> onLinks, Map<String, Set<Ip>> standing) {
        addresses = Optional.of(Set.copyOf(onLinks));
        ofLinks = Map.copyOf(standing);
        report();
    }

    /** Replaces the ports on which processes of the node wait for clients. */
    public synchronized void setListeners(Set<Listener> ports) {
        if (!listeners.equals(ports)) {
            listeners = Set.copyOf(ports);
            report();
        }
    }

    /** A Node object was added or changed. */
    public synchronized void put(NodeSpec node) {
        take(node);
        report();
    }

    private void take(NodeSpec node) {
        if (node.name().equals(name)) {
            hadObject = true;
            NodeSpec known = spec.map(node::after).orElse(node);
            object = Optional.of(known);
            spec = Optional.of(withOwnAddress(known));
        } else {
            others.put(node);
        }
    }

    /**
     * Takes over what an earlier run knew, unless a Node object was received.
     *
     * @param own this node's object; empty = it had none
     */
    public synchronized void restore(Optional<NodeSpec> own, List<NodeSpec> otherNodes) {
        if (isListed || spec.isPresent()) {
            return;
        }
        spec = Optional.of(withOwnAddress(own.orElse(NodeSpec.named(name))));
        isRestored = true;
        otherNodes.forEach(others::put);
        report();
    }

    /** Whether all Node objects were received once. */
    public synchronized boolean isListed() {
        return isListed;
    }

    /** The Node object of this node as it was received last; empty if there was none. */
    public synchronized Optional<NodeSpec> object() {
        return object;
    }

    /** The names, addresses and options of the other nodes; a copy. */
    public synchronized List<NodeSpec> otherNodes() {
        return others.all();
    }

    private NodeSpec withOwnAddress(NodeSpec node) {
        return standsForIt.map(node::withFirst).orElse(node);
    }

    /**
     * A Node object was deleted. If it is this node's, its last state stays in force and the node counts as to be
     * deleted: a node that works is not dismantled.
     */
    public synchronized void remove(String node) {
        if (node.equals(name)) {
            LOG.warn(
                    "node_object_gone node={} effect=\"its last state stays in force, and the node is to be deleted\"",
                    name);
            spec = spec.map(last -> last.withToBeDeleted(true));
        }
        others.remove(node);
        report();
    }

    /** These are all the Node objects that there are. Without this node's, only its name is known. */
    public synchronized void relist(Collection<NodeSpec> all) {
        isListed = true;
        spec = spec.filter(last -> !isRestored).map(last -> last.withToBeDeleted(hadObject));
        isRestored = false;
        others.retain(all.stream().map(NodeSpec::name).collect(Collectors.toSet()));
        all.forEach(this::take);
        if (spec.isEmpty()) {
            LOG.info("node_object_missing node={} effect=\"no zone, no primary addresses\"", name);
            spec = Optional.of(withOwnAddress(NodeSpec.named(name)));
        }
        report();
    }

    private void report() {
        if (spec.isEmpty() || addresses.isEmpty()) {
            return;
        }
        NodeView view = NodeView.of(spec.get(), addresses.get())
                .withLinks(ofLinks)
                .withOtherNodes(others.allAddresses())
                .withLostNodes(others.lost())
                .withWeights(weights(spec.get()))
                .withListeners(listeners);
        if (!view.equals(reported)) {
            log(view);
            reported = view;
            onChange.accept(view);
        }
    }

    private Map<String, Integer> weights(NodeSpec own) {
        Map<String, Integer> weights = new HashMap<>();
        others.addWeights(weights);
        own.options().get(Options.WEIGHT).ifPresent(weight -> weights.put(name, weight));
        return weights;
    }

    private void log(NodeView view) {
        boolean isNews = reported == null
                || !view.node().equals(reported.node())
                || !view.addresses().equals(reported.addresses());
        if (isNews) {
            LOG.info(
                    "node name={} zone={} to_be_deleted={} addresses={}",
                    name,
                    view.node().zone(),
                    view.node().toBeDeleted(),
                    view.addresses().stream().sorted().toList());
        }
    }
}
