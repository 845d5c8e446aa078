package io.kubeipvs.daemon.events;

/** Takes reports that should become Events. Returns at once, from any thread. An Event may be dropped. */
public interface EventRecorder {
    /** Drops every report: there is no API server. */
    EventRecorder NONE = report -> {};

    /** Records one report. */
    void record(Report report);
}
