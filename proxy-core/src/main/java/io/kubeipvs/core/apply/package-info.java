/**
 * The round trip: plan, apply phase by phase, take over what the kernel confirmed, remember what is still owed. Only
 * confirmed operations move the picture, so a retry is simply planning again.
 */
package io.kubeipvs.core.apply;
