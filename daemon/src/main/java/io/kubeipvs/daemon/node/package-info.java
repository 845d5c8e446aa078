/** The node that the program runs on: its name, and what is known of it from all sides put together. */
package io.kubeipvs.daemon.node;
