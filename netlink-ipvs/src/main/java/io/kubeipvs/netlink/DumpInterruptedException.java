package io.kubeipvs.netlink;

/**
 * What was being listed changed during every attempt to list it, so no consistent list could be read. Not a failed
 * system call: {@code EINTR} is something else.
 */
public final class DumpInterruptedException extends NetlinkException {
    public DumpInterruptedException(String operation, int attempts) {
        super(operation + ": changed while being read, in each of " + attempts + " attempts");
    }
}
