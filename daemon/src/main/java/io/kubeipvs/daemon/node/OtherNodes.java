package io.kubeipvs.daemon.node;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.Options;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The other nodes of the cluster: their addresses, and which of them are lost. A node is lost if its Node object was
 * deleted, or if it is unreachable. For one thread.
 */
final class OtherNodes {
    /** So many names of deleted nodes are remembered. */
    private static final int MOST_DELETED = 10_000;

    /** Their addresses and options. */
    private final Map<String, NodeSpec> nodes = new HashMap<>();

    private final Set<String> unreachable = new HashSet<>();
    /** Oldest first. */
    private final Set<String> deleted = new LinkedHashSet<>();

    void put(NodeSpec node) {
        NodeSpec before = nodes.get(node.name());
        NodeSpec known =
                NodeSpec.named(node.name()).withAddresses(node.addresses()).withOptions(node.options());
        nodes.put(node.name(), before == null ? known : known.after(before));
        deleted.remove(node.name());
        if (node.unreachable()) {
            unreachable.add(node.name());
        } else {
            unreachable.remove(node.name());
        }
    }

    void remove(String node) {
        unreachable.remove(node);
        if (nodes.remove(node) != null) {
            deleted.add(node);
        }
        for (Iterator<String> oldest = deleted.iterator(); deleted.size() > MOST_DELETED; ) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Removes all others. */
    void retain(Set<String> names) {
        List.copyOf(nodes.keySet()).stream()
                .filter(node -> !names.contains(node))
                .forEach(this::remove);
    }

    /** Their names, addresses and options. */
    List<NodeSpec> all() {
        return List.copyOf(nodes.values());
    }

    Set<Ip> allAddresses() {
        return nodes.values().stream()
                .flatMap(node -> node.addresses().stream())
                .collect(Collectors.toSet());
    }

    /** Adds the weights of those that choose one. */
    void addWeights(Map<String, Integer> weights) {
        nodes.values()
                .forEach(node ->
                        node.options().get(Options.WEIGHT).ifPresent(weight -> weights.put(node.name(), weight)));
    }

    Set<String> lost() {
        Set<String> lost = new HashSet<>(deleted);
        lost.addAll(unreachable);
        return lost;
    }
}
