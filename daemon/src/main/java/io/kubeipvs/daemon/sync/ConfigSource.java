package io.kubeipvs.daemon.sync;

import io.kubeipvs.daemon.config.Config;

/** The configuration that the sync thread works with. Read by the sync thread. */
@FunctionalInterface
public interface ConfigSource {
    /** The configuration in force. It takes effect with the next round after a poke of the trigger. */
    Config current();

    /**
     * Whether the parts of it that come from the API server are known, or cannot be read. Before, a round would remove from
     * the kernel what the former process of this program had set for them.
     */
    default boolean isComplete() {
        return true;
    }
}
