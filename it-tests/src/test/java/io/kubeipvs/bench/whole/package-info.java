/** Benchmarks of the whole program over a kernel in memory and a stand-in for the API server; nothing here is a test. */
package io.kubeipvs.bench.whole;
