package io.kubeipvs.daemon.commands.output;

/** The exit status of a command. Scripts and monitoring decide by it, so a number never changes its meaning. */
public enum ExitStatus {
    /** All is well, or the work is done. */
    OK(0),
    /** Something is degraded, or the command failed. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** No kube-ipvs runs on this node. */
    NOT_RUNNING(3),
    /** There is something to do, and the command did not do it. */
    TO_DO(4);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
