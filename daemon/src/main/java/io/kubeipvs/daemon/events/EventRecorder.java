package io.kubeipvs.daemon.events;

/** Where the program tells what should become Events. Returns at once, from any thread; nothing is promised. */
public interface EventRecorder {
    /** Tells nobody: there is no API server. */
    EventRecorder NONE = report -> {};

    /** This is to be told. */
    void record(Report report);
}
