package io.kubeipvs.core.track;

/**
 * How many changes a tracker took in. An event that changes nothing that matters is none.
 *
 * @param services changes of Services since the start
 * @param slices changes of slices since the start
 * @param pendingServices Services that changed and were not taken yet
 * @param pendingSlices changes of slices that were not taken yet
 * @param dirty Services that need another look, for whatever reason
 */
public record ChangeCounts(long services, long slices, int pendingServices, int pendingSlices, int dirty) {}
