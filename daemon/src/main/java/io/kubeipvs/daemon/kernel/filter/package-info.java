/** The packet filter: our nf_tables tables, their constant rules, and the elements that operations change. */
package io.kubeipvs.daemon.kernel.filter;
