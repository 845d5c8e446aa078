package io.kubeipvs.core.model;

/**
 * The operator's choices that decide what the kernel should hold.
 *
 * @param scheduler the scheduler of every virtual server
 */
public record Settings(Scheduler scheduler) {}
