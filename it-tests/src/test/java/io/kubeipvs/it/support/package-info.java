/** Helpers of the kernel tests: namespaces, pods, clients, the program, and other programs' tools as witnesses. */
package io.kubeipvs.it.support;
