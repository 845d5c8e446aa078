package io.kubeipvs.core.track;

/**
 * The numbers of changes in a tracker. An event without a relevant difference is no change.
 *
 * @param services changes of Services since the start
 * @param slices changes of slices since the start
 * @param pendingServices changed Services that were not taken yet
 * @param pendingSlices changes of slices that were not taken yet
 * @param dirty Services that must be updated, for any reason
 */
public record ChangeCounts(long services, long slices, int pendingServices, int pendingSlices, int dirty) {}
