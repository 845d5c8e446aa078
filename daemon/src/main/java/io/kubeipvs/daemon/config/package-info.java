/** The operator's configuration: what may be set, its defaults, and the one-line answer to a wrong value. */
package io.kubeipvs.daemon.config;
