/** The program's entry and the wiring of its parts: started in one order, closed in the reverse. */
package io.kubeipvs.daemon;
