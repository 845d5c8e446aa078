package io.kubeipvs.core.kernel;

/** The part of the kernel that makes an operation. */
public enum Subsystem {
    /** Virtual servers and their real servers. */
    IPVS,
    /** The addresses of the dummy link. */
    VIPS,
    /** Our tables of nf_tables. */
    FILTER,
    /** The flows that conntrack remembers. */
    FLOWS
}
