/**
 * Files and folders that change while the program runs. Knows nothing of what is in them, nor of the rest of the daemon.
 */
package io.kubeipvs.daemon.files;
