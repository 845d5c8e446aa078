package io.kubeipvs.core.model;

/**
 * Which source addresses the pods of a Service see.
 *
 * @param all whether every client of a cluster address gets the node's source address ({@code masqueradeAll})
 * @param localPods how a client is recognised as a pod, which keeps its address ({@code detectLocalMode})
 * @param link for {@link LocalPods#BRIDGE_INTERFACE} the link's name, for {@link LocalPods#INTERFACE_NAME_PREFIX} how
 *     the names of the links begin, else ""
 */
public record Masquerading(boolean all, LocalPods localPods, String link) {
    /** The default. */
    public static final Masquerading DEFAULT = new Masquerading(false, LocalPods.CLUSTER_CIDR, "");

    /** The same, for every client of a cluster address or not. */
    public Masquerading withAll(boolean every) {
        return new Masquerading(every, localPods, link);
    }

    /** The same, with another way to recognise a local pod. */
    public Masquerading withLocalPods(LocalPods pods, String byLink) {
        return new Masquerading(all, pods, byLink);
    }

    /** How a pod is recognised. The names are those of {@code detectLocalMode}. */
    public enum LocalPods {
        /** By an address in the cluster's range for pods; without such a range not at all. */
        CLUSTER_CIDR,
        /** By an address in the node's range for pods. */
        NODE_CIDR,
        /** By the link on which its packets arrive. */
        BRIDGE_INTERFACE,
        /** By the first letters of that link's name. */
        INTERFACE_NAME_PREFIX
    }
}
