package io.kubeipvs.core.kernel;

/**
 * The number of connections of a real server at which this node sends it no new ones, and below which it does again.
 * Established connections, those that begin, and those that are over and not yet forgotten all count.
 *
 * @param max 0 = no limit
 * @param min at most {@code max}; 0 = three quarters of it
 */
public record ConnectionLimits(int max, int min) {
    /** No limit. */
    public static final ConnectionLimits NONE = new ConnectionLimits(0, 0);

    @Override
    public String toString() {
        return max == 0 ? "" : " max=" + max + (min == 0 ? "" : " min=" + min);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof ConnectionLimits that && max == that.max && min == that.min;
    }
}
