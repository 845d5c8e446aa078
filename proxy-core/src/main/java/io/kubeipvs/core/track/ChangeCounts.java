package io.kubeipvs.core.track;

/**
 * The numbers of changes in a tracker. Built by name, from {@link #NONE}. An event without a relevant difference is no change.
 *
 * @param services changes of Services since the start
 * @param slices changes of slices since the start
 * @param pendingServices changed Services that were not taken yet
 * @param pendingSlices changes of slices that were not taken yet
 * @param dirty Services that must be updated, for any reason
 */
public record ChangeCounts(long services, long slices, int pendingServices, int pendingSlices, int dirty) {
    /** Without any change. */
    static final ChangeCounts NONE = new ChangeCounts(0, 0, 0, 0, 0);

    /** The same with these changes since the start. */
    ChangeCounts withChanges(long ofServices, long ofSlices) {
        return new ChangeCounts(ofServices, ofSlices, pendingServices, pendingSlices, dirty);
    }

    /** The same with these changes that were not taken yet. */
    ChangeCounts withPending(int ofServices, int ofSlices) {
        return new ChangeCounts(services, slices, ofServices, ofSlices, dirty);
    }

    /** The same with this number of Services that must be updated. */
    ChangeCounts withDirty(int number) {
        return new ChangeCounts(services, slices, pendingServices, pendingSlices, number);
    }
}
