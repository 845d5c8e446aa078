package io.kubeipvs.core.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An IPVS scheduler that users may choose: how a virtual server picks a real server for a new connection. It need not be
 * one of those below: a kernel may have others, also modules of the user's own.
 *
 * @param kernelName the kernel's name of it, as in {@code ipvsadm -s}; its module is {@code ip_vs_} and this
 */
public record Scheduler(String kernelName) {
    /** Round robin. */
    public static final Scheduler RR = new Scheduler("rr");
    /** Weighted round robin. */
    public static final Scheduler WRR = new Scheduler("wrr");
    /** Least connections. */
    public static final Scheduler LC = new Scheduler("lc");
    /** Weighted least connections. */
    public static final Scheduler WLC = new Scheduler("wlc");
    /** Destination hashing. */
    public static final Scheduler DH = new Scheduler("dh");
    /** Source hashing. */
    public static final Scheduler SH = new Scheduler("sh");
    /** Shortest expected delay. */
    public static final Scheduler SED = new Scheduler("sed");
    /** Never queue: an idle server first, else shortest expected delay. */
    public static final Scheduler NQ = new Scheduler("nq");
    /** Maglev hashing. */
    public static final Scheduler MH = new Scheduler("mh");
    /** Locality-based least connections. */
    public static final Scheduler LBLC = new Scheduler("lblc");
    /** Locality-based least connections with replication. */
    public static final Scheduler LBLCR = new Scheduler("lblcr");
    /** Weighted fail-over. */
    public static final Scheduler FO = new Scheduler("fo");
    /** Weighted overflow. */
    public static final Scheduler OVF = new Scheduler("ovf");

    /** Those that this program knows. */
    public static final List<Scheduler> KNOWN = List.of(RR, WRR, LC, WLC, DH, SH, SED, NQ, MH, LBLC, LBLCR, FO, OVF);

    /** {@code IP_VS_SCHEDNAME_MAXLEN} of the kernel, without the byte that ends a name. */
    public static final int LONGEST_NAME = 15;

    /** Whether it hashes the client's port too, as kube-proxy chooses for it. */
    public boolean hashesPort() {
        return equals(MH);
    }

    /** Whether it gives every server with a weight above 0 the same share. */
    public boolean ignoresWeights() {
        return equals(RR) || equals(LC) || equals(DH);
    }

    /** Whether it has {@link SchedulerFlag flags}. */
    public boolean hasFlags() {
        return equals(SH) || equals(MH);
    }

    /** Whether this program knows it; only the kernel knows whether another one exists. */
    public boolean isKnown() {
        return KNOWN.contains(this);
    }

    /** Every known name, for a message to a user. */
    public static String known() {
        return KNOWN.stream().map(Scheduler::kernelName).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return kernelName;
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Scheduler that && kernelName.equals(that.kernelName);
    }
}
