/**
 * From what Kubernetes says to what the kernel should hold: a footprint for each Service, a pure function of it, and
 * the ledger that adds footprints up.
 */
package io.kubeipvs.core.desire;
