/** How the log looks, and at which level: slf4j-simple, with levels that change while the program runs. */
package io.kubeipvs.daemon.logging;
