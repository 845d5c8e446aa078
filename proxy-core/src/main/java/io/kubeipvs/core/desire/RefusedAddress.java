package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.SpecialUse;

/**
 * An address that a Service requests and does not get. The rest of the Service is served.
 *
 * @param key the field that requests it
 * @param address the address
 * @param reason why it is refused
 * @param port the only refused port, with its protocol, for instance {@code TCP 10250}; empty = the whole address
 */
public record RefusedAddress(String key, Ip address, Reason reason, String port) {
    /** The whole address. */
    public RefusedAddress(String key, Ip address, Reason reason) {
        this(key, address, reason, "");
    }

    /** Why an address is refused. The name is the value of a metric's label. */
    public enum Reason {
        UNSPECIFIED("is an unspecified address"),
        LOOPBACK("is a loopback address"),
        LINK_LOCAL("is a link-local address"),
        MULTICAST("is a multicast address"),
        BROADCAST("is the broadcast address"),
        IPV4_MAPPED("is an IPv4-mapped address"),
        IN_USE("is an address of the node, where a process of the node waits for clients on this port"),
        OTHER_NODE("is an address of another node"),
        CLUSTER_ADDRESS("is the cluster address of another Service"),
        POD_RANGE("is in the range of the pods' addresses"),
        SERVICE_RANGE("is in the range of cluster addresses"),
        DENIED("is in a range that is denied to Services"),
        NOT_ALLOWED("is in none of the ranges that are allowed to Services");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        static Reason of(SpecialUse use) {
            return switch (use) {
                case UNSPECIFIED -> UNSPECIFIED;
                case LOOPBACK -> LOOPBACK;
                case LINK_LOCAL -> LINK_LOCAL;
                case MULTICAST -> MULTICAST;
                case BROADCAST -> BROADCAST;
                case IPV4_MAPPED -> IPV4_MAPPED;
            };
        }
    }

    /** One line for the user: the key, the value and the cause. */
    @Override
    public String toString() {
        return key + " " + address + (port.isEmpty() ? "" : " " + port) + ": " + reason.words + "; it is not served";
    }
}
