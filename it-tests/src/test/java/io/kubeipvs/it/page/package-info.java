/** The page {@code /status} in a real browser, with what the program answered on the real kernel. */
package io.kubeipvs.it.page;
