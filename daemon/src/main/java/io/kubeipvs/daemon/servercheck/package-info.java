/** Health checks of real servers: it connects to endpoints, and reports which of them became unhealthy or healthy. */
package io.kubeipvs.daemon.servercheck;
