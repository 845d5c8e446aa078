/**
 * What Kubernetes says, in our words: small immutable records, read once from an API object and kept instead of it.
 * Only what service proxying needs is here. Imports nothing but the JDK's value types.
 */
package io.kubeipvs.core.model;
