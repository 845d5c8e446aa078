/** The traffic of Services, for metrics that a user can switch on. Depends on the core and on the reader of IPVS. */
package io.kubeipvs.daemon.traffic;
