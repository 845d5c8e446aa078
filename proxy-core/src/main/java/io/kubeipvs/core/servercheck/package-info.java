/**
 * Health checks of real servers: what is checked, by whose choice, and what failed. It opens no connection: the daemon does, and
 * reports results.
 */
package io.kubeipvs.core.servercheck;
