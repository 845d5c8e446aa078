/**
 * Files and folders that change while the program runs. Knows nothing of their content, nor of the rest of the daemon.
 */
package io.kubeipvs.daemon.files;
