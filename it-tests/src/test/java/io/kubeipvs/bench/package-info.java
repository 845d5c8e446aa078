/** The benchmarks, run by {@code it-tests/bench} and by nothing else; they print and assert no times. */
package io.kubeipvs.bench;
