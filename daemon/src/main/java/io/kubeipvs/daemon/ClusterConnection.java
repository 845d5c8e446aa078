package io.kubeipvs.daemon;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.ObjectSource;
import io.kubeipvs.daemon.events.EventPoster;
import io.kubeipvs.daemon.events.EventQueue;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.k8s.PodAddresses;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.Source;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.api.ApiClients;
import io.kubeipvs.daemon.k8s.api.ApiConnection;
import io.kubeipvs.daemon.k8s.api.ApiEvents;
import io.kubeipvs.daemon.k8s.api.ApiSource;
import io.kubeipvs.daemon.k8s.api.ApiTimings;
import io.kubeipvs.daemon.k8s.api.RequestObserver;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.k8s.manifests.ManifestSource;
import io.kubeipvs.daemon.state.LastStateKeeper;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connection to an API server, which gives objects and takes Events; or a folder of manifests. */
final class ClusterConnection implements AutoCloseable {
    private final ObjectSource from;
    private final Optional<EventQueue> events;
    private volatile Optional<Source> source = Optional.empty();
    private Optional<EventPoster> poster = Optional.empty();

    /** A connection that is not open; Events may be recorded. */
    ClusterConnection(ObjectSource from) {
        this.from = from;
        this.events = from.manifests().isPresent()
                ? Optional.empty()
                : Optional.of(new EventQueue(InstantSource.system(), MonotonicClock.SYSTEM));
    }

    /** Takes Events; posts them after the start. Without an API server it drops them. */
    EventRecorder events() {
        return events.isPresent() ? events.get() : EventRecorder.NONE;
    }

    /**
     * Opens the connection; nothing is read before {@link #start}.
     *
     * @param requests gets the outcome of requests
     * @param watches gets the events of watches
     * @return this
     * @throws StartException when the configuration of the connection cannot be used
     */
    ClusterConnection open(
            Receivers receivers, RejectedObjects rejected, RequestObserver requests, WatchObserver watches)
            throws StartException {
        try {
            if (from.manifests().isPresent()) {
                source = Optional.of(new ManifestSource(from.manifests().get(), receivers, rejected));
            } else {
                ApiConnection connection = ApiClients.open(
                        from.kubeconfig(), from.master(), from.contentTypes().header(), Version.text(), requests);
                poster = Optional.of(new ApiEvents(connection, receivers.node().name()));
                source = Optional.of(new ApiSource(connection, receivers, rejected, watches, ApiTimings.DEFAULT));
            }
            return this;
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /** Starts to read objects and to post Events; returns at once. */
    void start(Workers workers) {
        poster.ifPresent(receiver -> events.ifPresent(queue -> queue.start(receiver, workers)));
        source.ifPresent(objects -> objects.start(workers));
    }

    /** The server, as the last known state needs it. Safe to use from any thread. */
    LastStateKeeper.Server server() {
        return new LastStateKeeper.Server() {
            @Override
            public String address() {
                return source.map(Source::address).orElse("");
            }

            @Override
            public boolean isFailing() {
                return !failures().isEmpty();
            }

            @Override
            public boolean hasAnswer() {
                return source.map(Source::hasAnswer).orElse(false);
            }
        };
    }

    /** The addresses of pods. Safe to use from any thread. */
    PodAddresses pods() {
        return (namespace, pod) ->
                source.map(Source::pods).orElse(PodAddresses.NONE).of(namespace, pod);
    }

    /** The parts that the source cannot read. Safe to call from any thread. */
    List<Problem> failures() {
        return source.map(Source::failures).orElse(List.of());
    }

    /** The kinds of which the source received nothing for too long. Safe to call from any thread. */
    List<Problem> silences() {
        return source.map(Source::silences).orElse(List.of());
    }

    /** How long ago the source received something of each kind. Safe to call from any thread. */
    Map<String, Duration> received() {
        return source.map(Source::received).orElse(Map.of());
    }

    @Override
    public void close() {
        events.ifPresent(EventQueue::close);
        source.ifPresent(Source::close);
    }
}
