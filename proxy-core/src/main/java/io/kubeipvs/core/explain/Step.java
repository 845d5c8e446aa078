package io.kubeipvs.core.explain;

/**
 * One step of a packet.
 *
 * @param stage where it is decided
 * @param finding the decision and its cause, for a person
 */
public record Step(Stage stage, String finding) {
    /** Where a step is decided, in the order in which a packet passes them. */
    public enum Stage {
        /** Which host the address belongs to. */
        ADDRESS,
        /** Whether this client may connect. */
        CLIENT,
        /** How the packet filter treats the client. */
        FILTER,
        /** Which virtual server IPVS finds. */
        IPVS,
        /** Which source address the endpoint sees. */
        SOURCE
    }
}
