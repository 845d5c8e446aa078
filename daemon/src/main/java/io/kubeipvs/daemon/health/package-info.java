/**
 * The health checks of load balancers: whether this node has endpoints of a Service, and whether the proxy itself is
 * well.
 */
package io.kubeipvs.daemon.health;
