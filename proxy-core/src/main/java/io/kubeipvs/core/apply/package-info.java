/**
 * The rounds: plan, apply phase by phase, take over what the kernel confirmed, remember what is pending. Only confirmed
 * operations change our picture of the kernel, so a retry is planning again.
 */
package io.kubeipvs.core.apply;
