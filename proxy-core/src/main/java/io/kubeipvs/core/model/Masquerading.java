package io.kubeipvs.core.model;

/**
 * Whose addresses the pods of a Service get to see.
 *
 * @param all whether every asker of a cluster address is seen with the node's ({@code masqueradeAll})
 * @param localPods how an asker is known to be a pod, whose address is kept ({@code detectLocalMode})
 * @param link for {@link LocalPods#BRIDGE_INTERFACE} the link's name, for {@link LocalPods#INTERFACE_NAME_PREFIX} how
 *     the names of the links begin, else ""
 */
public record Masquerading(boolean all, LocalPods localPods, String link) {
    /** What is in force when nothing is said. */
    public static final Masquerading DEFAULT = new Masquerading(false, LocalPods.CLUSTER_CIDR, "");

    /** The same, for every client of a cluster address or not. */
    public Masquerading withAll(boolean every) {
        return new Masquerading(every, localPods, link);
    }

    /** The same, with another way to recognise a local pod. */
    public Masquerading withLocalPods(LocalPods pods, String byLink) {
        return new Masquerading(all, pods, byLink);
    }

    /** How a pod is known; the names are those of {@code detectLocalMode}. */
    public enum LocalPods {
        /** By an address in the cluster's range for pods; where none is given, not at all. */
        CLUSTER_CIDR,
        /** By an address in the node's range for pods. */
        NODE_CIDR,
        /** By the link through which it asks. */
        BRIDGE_INTERFACE,
        /** By the first letters of that link's name. */
        INTERFACE_NAME_PREFIX
    }
}
