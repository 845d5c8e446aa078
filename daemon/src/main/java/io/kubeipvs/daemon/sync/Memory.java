package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Instant;
import java.util.Optional;

/** The memory over several runs of the program, as far as the sync thread takes part. All methods are for the sync thread. */
public interface Memory {
    /** Remembers nothing. */
    Memory NONE = new Memory() {};

    /** The Services of an earlier run, once, if they are to be served until the present ones are listed. */
    default Optional<ChangeTracker> takeLastKnown() {
        return Optional.empty();
    }

    /** Whether everything that the Services of an earlier run stand for was listed. */
    default boolean isListed() {
        return true;
    }

    /** Remembers what changed, if it is time. */
    default void keep(NodeProxy proxy, Instant now) {}

    /** Remembers what changed, because the program ends. */
    default void keepLast(NodeProxy proxy, Instant now) {}

    /** When something is to be remembered; {@link Instant#MAX} while nothing changed. */
    default Instant next(NodeProxy proxy) {
        return Instant.MAX;
    }
}
