package io.kubeipvs.daemon.check;

/**
 * What was found of one thing that the program needs.
 *
 * @param what the thing, in a few words
 * @param detail what was found, in one line
 * @param mend the one command that mends it, or what to change; "" = nothing to mend, or the detail says it
 */
public record CheckResult(String what, State state, String detail, String mend) {
    /** How bad it is. */
    public enum State {
        /** It is there. */
        OK,
        /** The program works without it, but not all that may be asked of it does. */
        WARNING,
        /** The program cannot do its work. */
        MISSING
    }

    /** It is there. */
    public static CheckResult ok(String what, String detail) {
        return new CheckResult(what, State.OK, detail, "");
    }

    /** It should be mended. */
    public static CheckResult warning(String what, String detail, String mend) {
        return new CheckResult(what, State.WARNING, detail, mend);
    }

    /** It must be mended. */
    public static CheckResult missing(String what, String detail, String mend) {
        return new CheckResult(what, State.MISSING, detail, mend);
    }

    /** Whether the program cannot do its work. */
    public boolean isMissing() {
        return state == State.MISSING;
    }

    /** All of it in one line. */
    public String line() {
        return what + ": " + detail + (mend.isEmpty() ? "" : "; " + mend);
    }
}
