package io.kubeipvs.netlink.ipvs;

/** A virtual server: its configuration and its traffic. */
public record IpvsServiceState(IpvsService service, IpvsCounters counters) {}
