package io.kubeipvs.daemon.k8s;

/** States for the user why a source cannot be opened: the key, the value and what is allowed, and the fix. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String fix;

    /**
     * @param problem what is wrong
     * @param fix what the user can do; "" = the problem needs none, or none is known
     */
    public SourceException(String problem, String fix) {
        super(fix.isEmpty() ? problem : problem + "; " + fix);
        this.problem = problem;
        this.fix = fix;
    }

    /** The problem, without the fix. */
    public String problem() {
        return problem;
    }

    /** The fix, or "". */
    public String fix() {
        return fix;
    }
}
