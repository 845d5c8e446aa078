/**
 * The expressions that rules consist of, and the values and verdicts that they work on. Rules and sets are in {@code
 * io.kubeipvs.netlink.nftables}, which uses this package; this package does not use it.
 */
package io.kubeipvs.netlink.nftables.expr;
