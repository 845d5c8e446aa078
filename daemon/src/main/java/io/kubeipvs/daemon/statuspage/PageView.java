package io.kubeipvs.daemon.statuspage;

/**
 * All that a page shows.
 *
 * @param query the reader's choices
 * @param time of day, in words
 */
public record PageView(HealthView health, ListView list, PageQuery query, String time) {}
