package io.kubeipvs.daemon.node;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
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

    private final Map<String, List<Ip>> addresses = new HashMap<>();
    private final Set<String> unreachable = new HashSet<>();
    /** Oldest first. */
    private final Set<String> deleted = new LinkedHashSet<>();

    void put(NodeSpec node) {
        addresses.put(node.name(), node.addresses());
        deleted.remove(node.name());
        if (node.unreachable()) {
            unreachable.add(node.name());
        } else {
            unreachable.remove(node.name());
        }
    }

    void remove(String node) {
        unreachable.remove(node);
        if (addresses.remove(node) != null) {
            deleted.add(node);
        }
        for (Iterator<String> oldest = deleted.iterator(); deleted.size() > MOST_DELETED; ) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Removes all others. */
    void retain(Set<String> nodes) {
        List.copyOf(addresses.keySet()).stream()
                .filter(node -> !nodes.contains(node))
                .forEach(this::remove);
    }

    Map<String, List<Ip>> addresses() {
        return Map.copyOf(addresses);
    }

    Set<Ip> allAddresses() {
        return addresses.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    Set<String> lost() {
        Set<String> lost = new HashSet<>(deleted);
        lost.addAll(unreachable);
        return lost;
    }
}
