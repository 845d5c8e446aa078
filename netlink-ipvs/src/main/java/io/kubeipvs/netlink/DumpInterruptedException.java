package io.kubeipvs.netlink;

/**
 * The listed objects changed during every attempt to list them, so no consistent list could be read. Not a failed
 * system call: {@code EINTR} is something else.
 */
public final class DumpInterruptedException extends NetlinkException {
    public DumpInterruptedException(String operation, int attempts) {
        super(operation + ": changed while being read, in each of " + attempts + " attempts");
    }
}
