package io.kubeipvs.netlink.ipvs;

/**
 * The traffic of a virtual server or a real server: numbers of connections, packets and bytes. In is from clients, out
 * is to them and seen only by masquerading.
 */
public record IpvsTraffic(long connections, long packetsIn, long packetsOut, long bytesIn, long bytesOut) {}
