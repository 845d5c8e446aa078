/**
 * Options: choices that annotations of an object make. An option is declared once; reading, the documentation, the settings
 * and the commands come from the declaration.
 */
package io.kubeipvs.core.options;
