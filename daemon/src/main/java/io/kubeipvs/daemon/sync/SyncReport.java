package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import java.time.Duration;

/**
 * What one round of the sync thread did.
 *
 * @param services how many Services were looked at because they changed
 * @param audited whether the kernel was read first
 * @param result what came of the operations
 * @param draining how many real servers drain after it
 * @param took from the first look to the last answer
 */
public record SyncReport(int services, boolean audited, ApplyReport result, int draining, Duration took) {}
