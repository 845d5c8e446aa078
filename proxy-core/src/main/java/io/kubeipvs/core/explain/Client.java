package io.kubeipvs.core.explain;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import java.util.Set;

/**
 * A client, as the packet filter sees it.
 *
 * @param source its address
 * @param link the link of this node by which its packets arrive; "" for a process of this node
 */
public record Client(Ip source, String link) {
    /** A process of this node. */
    public static Client process(Ip source) {
        return new Client(source, "");
    }

    /** Whether it is a process of this node. */
    public boolean isProcess() {
        return link.isEmpty();
    }

    boolean isIn(Set<Cidr> ranges) {
        return ranges.stream().anyMatch(range -> range.contains(source));
    }

    /** Whether its packets arrive by one of these links; {@code *} at the end of a name matches every end. */
    boolean isBy(Set<String> links) {
        return links.stream().anyMatch(this::isBy);
    }

    private boolean isBy(String name) {
        return name.endsWith("*") ? link.startsWith(name.substring(0, name.length() - 1)) : link.equals(name);
    }
}
