/** The program's needs of the kernel, tried by the requests that it will make, on objects of no use to anybody. */
package io.kubeipvs.daemon.kernel.check;
