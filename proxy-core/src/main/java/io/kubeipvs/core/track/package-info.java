/**
 * From watch events to the Services that must be updated. The one place where several threads meet: sources put
 * records in, the sync thread takes dirty Services out, and only immutable values cross.
 */
package io.kubeipvs.core.track;
