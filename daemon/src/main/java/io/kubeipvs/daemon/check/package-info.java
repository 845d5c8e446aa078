/** The program's needs on a node and in a cluster: one probe for each need, and the fix of each problem. */
package io.kubeipvs.daemon.check;
