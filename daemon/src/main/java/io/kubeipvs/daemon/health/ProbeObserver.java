package io.kubeipvs.daemon.health;

/** Is notified of answers to probes, for metrics. Called from several threads. */
public interface ProbeObserver {
    /** Does nothing. */
    ProbeObserver NONE = (path, status) -> {};

    /**
     * A probe was answered.
     *
     * @param path {@code /healthz}, {@code /livez} or {@code /readyz}
     * @param status 200 or 503
     */
    void answered(String path, int status);
}
