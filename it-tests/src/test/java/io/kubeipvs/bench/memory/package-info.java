/** A kernel in memory that speaks netlink: IPVS, links and addresses, nf_tables and an empty conntrack. */
package io.kubeipvs.bench.memory;
