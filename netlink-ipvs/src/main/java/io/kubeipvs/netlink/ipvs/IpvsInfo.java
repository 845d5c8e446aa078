package io.kubeipvs.netlink.ipvs;

/**
 * Version and size of the kernel's IPVS.
 *
 * @param version three numbers with dots, such as {@code 1.2.1}
 * @param connectionTableSize buckets of the connection hash table
 */
public record IpvsInfo(String version, int connectionTableSize) {}
