/** Tests of the packaged program on a real kernel. */
package io.kubeipvs.it.program;
