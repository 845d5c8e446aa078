package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A source of Services and endpoints. It feeds a change tracker from its own threads until it is closed. */
public interface Source extends AutoCloseable {
    /**
     * Starts to read, and returns at once. An API server or a folder that cannot be read yet is tried again until {@link
     * #close}.
     *
     * @param workers start and supervise its threads
     */
    void start(Workers workers);

    /** The parts that it cannot read, with the cause; empty = it can read all. Safe to call from any thread. */
    default List<Problem> failures() {
        return List.of();
    }

    /** The kinds of which it received nothing for too long. Safe to call from any thread. */
    default List<Problem> silences() {
        return List.of();
    }

    /** How long ago it received something of each kind; empty where it does not know. Safe to call from any thread. */
    default Map<String, Duration> received() {
        return Map.of();
    }

    /** Its address; "" = it has none. Safe to call from any thread. */
    default String address() {
        return "";
    }

    /** Whether it received anything since the start. Safe to call from any thread. */
    default boolean hasAnswer() {
        return false;
    }

    /** The addresses of pods. Safe to use from any thread. */
    default PodAddresses pods() {
        return PodAddresses.NONE;
    }

    /** Ends its threads and connections. After the return no call to the tracker follows. */
    @Override
    void close();
}
