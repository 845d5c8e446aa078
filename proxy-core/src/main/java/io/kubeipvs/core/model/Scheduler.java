package io.kubeipvs.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** An IPVS scheduler that users may choose: how a virtual server picks a real server for a new connection. */
public enum Scheduler {
    /** Round robin. */
    RR,
    /** Weighted round robin. */
    WRR,
    /** Least connections. */
    LC,
    /** Weighted least connections. */
    WLC,
    /** Destination hashing. */
    DH,
    /** Source hashing. */
    SH,
    /** Shortest expected delay. */
    SED,
    /** Never queue: an idle server first, else shortest expected delay. */
    NQ,
    /** Maglev hashing. */
    MH,
    /** Locality-based least connections. */
    LBLC,
    /** Locality-based least connections with replication. */
    LBLCR,
    /** Weighted fail-over. */
    FO,
    /** Weighted overflow. */
    OVF;

    /**
     * Whether it needs the flag that skips servers of weight 0: without it a hashing scheduler refuses the clients whose
     * hash selects a draining server.
     */
    public boolean needsFallback() {
        return this == SH || this == MH;
    }

    /** Whether it hashes the client's port too, as kube-proxy chooses for it. */
    public boolean hashesPort() {
        return this == MH;
    }

    /**
     * Whether it stops choosing a server of weight 0. Destination hashing still chooses it and then refuses the
     * client, so its removed servers cannot drain.
     */
    public boolean skipsDrainingServers() {
        return this != DH;
    }

    /** The kernel's name of it, as in {@code ipvsadm -s}; its module is {@code ip_vs_} and this. */
    public String kernelName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scheduler with this kernel name; empty for any other text. */
    public static Optional<Scheduler> named(String kernelName) {
        return Arrays.stream(values())
                .filter(s -> s.kernelName().equals(kernelName))
                .findFirst();
    }

    /** Every allowed name, for a message to a user. */
    public static String allowed() {
        return Arrays.stream(values()).map(Scheduler::kernelName).collect(Collectors.joining(", "));
    }
}
