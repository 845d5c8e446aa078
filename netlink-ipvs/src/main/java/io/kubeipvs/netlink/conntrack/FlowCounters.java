package io.kubeipvs.netlink.conntrack;

/**
 * The traffic of a flow, counted while {@code net.netfilter.nf_conntrack_acct} is 1.
 *
 * @param originalPackets packets in the original direction, and so on; all are unsigned
 */
public record FlowCounters(long originalPackets, long originalBytes, long replyPackets, long replyBytes) {}
