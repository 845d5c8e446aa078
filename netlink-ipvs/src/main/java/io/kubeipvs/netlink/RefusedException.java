package io.kubeipvs.netlink;

/** The kernel's "no" to a single request. */
public final class RefusedException extends NetlinkException {
    private final String operation;
    private final Refusal refusal;

    RefusedException(String operation, Refusal refusal) {
        super(operation + " refused: " + refusal);
        this.operation = operation;
        this.refusal = refusal;
    }

    /** The request in words. */
    public String operation() {
        return operation;
    }

    /** The kernel's whole answer. */
    public Refusal refusal() {
        return refusal;
    }

    public Errno errno() {
        return refusal.errno();
    }
}
