/** What the program needs of a node and a cluster: one probe for each need, and the fix of each problem. */
package io.kubeipvs.daemon.check;
