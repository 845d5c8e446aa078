package io.kubeipvs.netlink.ipvs;

/**
 * The kernel's counters of a virtual server or a real server, as of its last estimate, which it makes every 2 seconds.
 * Source: {@code net/netfilter/ipvs/ip_vs_est.c}.
 *
 * @param total since it was made, or since a program set the counters to zero; on kernels before 4.1 connections and
 *     packets start again at 2<sup>32</sup>
 * @param perSecond a moving average
 */
public record IpvsCounters(IpvsTraffic total, IpvsTraffic perSecond) {}
