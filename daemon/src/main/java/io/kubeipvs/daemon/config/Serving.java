package io.kubeipvs.daemon.config;

import java.util.function.UnaryOperator;

/**
 * Where the program itself answers HTTP.
 *
 * @param metrics the address of {@code /metrics} and the status pages
 * @param healthz the address that load balancers and the kubelet probe
 * @param hardFail whether the program ends when an address is in use at start; otherwise it tries again
 * @param services which Services have metrics of their traffic; may change while running
 */
public record Serving(HostPort metrics, HostPort healthz, boolean hardFail, ServiceMetrics services) {
    static final int METRICS_PORT = 10249;
    static final int HEALTHZ_PORT = 10256;

    /** kube-proxy's defaults. */
    public static final Serving DEFAULT = new Serving(
            new HostPort("127.0.0.1", METRICS_PORT),
            new HostPort("0.0.0.0", HEALTHZ_PORT),
            false,
            ServiceMetrics.DEFAULT);

    /** The same with metrics on another address. */
    public Serving withMetrics(HostPort address) {
        return new Serving(address, healthz, hardFail, services);
    }

    /** The same with probes on another address. */
    public Serving withHealthz(HostPort address) {
        return new Serving(metrics, address, hardFail, services);
    }

    /** The same with another answer to an address in use. */
    public Serving withHardFail(boolean hard) {
        return new Serving(metrics, healthz, hard, services);
    }

    /** The same with metrics of other Services. */
    public Serving withServices(UnaryOperator<ServiceMetrics> change) {
        return new Serving(metrics, healthz, hardFail, change.apply(services));
    }
}
