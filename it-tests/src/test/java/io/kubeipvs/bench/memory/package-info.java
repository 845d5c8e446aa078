/** A kernel in memory that speaks netlink: IPVS, links and addresses, nf_tables and an empty conntrack, and no sockets. */
package io.kubeipvs.bench.memory;
