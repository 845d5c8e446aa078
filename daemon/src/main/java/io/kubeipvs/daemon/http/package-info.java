/** The program's own HTTP server, pages by path, and a port that is tried until it can be had. */
package io.kubeipvs.daemon.http;
