package io.kubeipvs.daemon.sync;

import io.kubeipvs.daemon.config.Config;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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

    /** A configuration that these two know. */
    static ConfigSource of(Supplier<Config> current, BooleanSupplier isComplete) {
        return new ConfigSource() {
            @Override
            public Config current() {
                return current.get();
            }

            @Override
            public boolean isComplete() {
                return isComplete.getAsBoolean();
            }
        };
    }
}
