package io.kubeipvs.daemon.node;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the node that the program runs on: what Kubernetes says of it, and the addresses on its links. Tells
 * a new view as soon as both sides were heard once, and then whenever it changes. Safe for use by many threads.
 */
public final class ThisNode {
    private static final Logger LOG = LoggerFactory.getLogger(ThisNode.class);

    private final String name;
    private final Consumer<NodeView> onChange;
    private Optional<NodeSpec> spec = Optional.empty();
    private Optional<Set<Ip>> addresses = Optional.empty();
    private NodeView told;

    /**
     * @param name the Node object's name; endpoints that name it are local
     * @param onChange must return quickly
     */
    public ThisNode(String name, Consumer<NodeView> onChange) {
        this.name = name;
        this.onChange = onChange;
    }

    /** The Node object's name. */
    public String name() {
        return name;
    }

    /** These are the addresses on the links of this node, that of the VIPs left out. */
    public synchronized void setAddresses(Set<Ip> onLinks) {
        addresses = Optional.of(Set.copyOf(onLinks));
        tell();
    }

    /** A Node object was added or changed; one of another node does not matter. */
    public synchronized void put(NodeSpec node) {
        if (node.name().equals(name)) {
            spec = Optional.of(node);
            tell();
        }
    }

    /** A Node object is gone. What it last said stays in force: a node that works need not be taken apart. */
    public void remove(String node) {
        if (node.equals(name)) {
            LOG.warn("node_object_gone node={} effect=\"what it last said stays in force\"", name);
        }
    }

    /** These are all the Node objects that there are. Without this node's, only its name is known. */
    public synchronized void relist(Collection<NodeSpec> all) {
        all.forEach(this::put);
        if (spec.isEmpty()) {
            LOG.info("node_object_missing node={} effect=\"no zone, no primary addresses\"", name);
            put(NodeSpec.named(name));
        }
    }

    private void tell() {
        if (spec.isEmpty() || addresses.isEmpty()) {
            return;
        }
        NodeView view = new NodeView(spec.get(), addresses.get());
        if (!view.equals(told)) {
            told = view;
            LOG.info(
                    "node name={} zone={} addresses={}",
                    name,
                    view.node().zone(),
                    view.addresses().stream().sorted().toList());
            onChange.accept(view);
        }
    }
}
