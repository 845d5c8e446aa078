/** Collections that use less memory than those of Java, for what the program keeps of each Service. */
package io.kubeipvs.core.compact;
