/**
 * The input from Kubernetes: small immutable records, read once from an API object and kept instead of it. They
 * contain only what service proxying needs. Imports nothing but the JDK's value types.
 */
package io.kubeipvs.core.model;
