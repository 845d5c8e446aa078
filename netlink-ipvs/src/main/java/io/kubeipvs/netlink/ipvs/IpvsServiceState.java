package io.kubeipvs.netlink.ipvs;

/** A virtual server as somebody configured it, and apart from that what passed it. */
public record IpvsServiceState(IpvsService service, IpvsCounters counters) {}
