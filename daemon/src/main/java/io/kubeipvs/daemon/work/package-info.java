/** The program's threads: every thread is started and supervised here. */
package io.kubeipvs.daemon.work;
