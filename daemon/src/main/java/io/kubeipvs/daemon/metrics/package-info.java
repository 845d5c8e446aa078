/** What is measured, under which name, and the page that Prometheus scrapes. The only room that knows meters. */
package io.kubeipvs.daemon.metrics;
