/** Collections that use less memory than those of Java, for what the program keeps of each Service, and hashes of their keys. */
package io.kubeipvs.core.compact;
