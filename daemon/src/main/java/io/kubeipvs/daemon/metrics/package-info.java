/** All meters with their names, and the page that Prometheus scrapes. The only package that uses meters. */
package io.kubeipvs.daemon.metrics;
