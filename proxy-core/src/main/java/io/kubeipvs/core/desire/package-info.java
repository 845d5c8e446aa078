/**
 * The desired state: a footprint for each Service, which is a pure function of the Service, and the ledger that combines
 * the footprints.
 */
package io.kubeipvs.core.desire;
