/** The parts that the program's own HTTP servers share: pages by path, and a port that is tried until it can be had. */
package io.kubeipvs.daemon.http;
