/** What the program needs of a node and a cluster, tried thing by thing, and told with what mends each. */
package io.kubeipvs.daemon.check;
