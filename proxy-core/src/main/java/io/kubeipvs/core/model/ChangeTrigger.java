package io.kubeipvs.core.model;

import java.time.Instant;

/**
 * The cause of a change of endpoints, for instance a pod that became ready.
 *
 * @param family of the endpoints that changed
 * @param time when it happened
 */
public record ChangeTrigger(Family family, Instant time) {}
