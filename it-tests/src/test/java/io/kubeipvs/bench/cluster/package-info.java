/** A cluster of any size and the API server that shows it, for benchmarks. */
package io.kubeipvs.bench.cluster;
