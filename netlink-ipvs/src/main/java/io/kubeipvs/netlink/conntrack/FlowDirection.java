package io.kubeipvs.netlink.conntrack;

/** One of a flow's two directions. */
public enum FlowDirection {
    /** That of the first packet. */
    ORIGINAL,
    /** That of the answers. */
    REPLY
}
