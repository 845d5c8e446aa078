package io.kubeipvs.daemon.check;

/**
 * The result for one thing that the program needs.
 *
 * @param what the thing, in a few words
 * @param detail what was found, in one line
 * @param fix the one command that fixes it, or what to change; "" = nothing to fix, or no fix is known
 */
public record CheckResult(String what, State state, String detail, String fix) {
    /** How bad it is. */
    public enum State {
        /** It exists and works. */
        OK,
        /** The program works without it, but a part of its features does not. */
        WARNING,
        /** The program cannot do its work. */
        MISSING
    }

    /** It exists and works. */
    public static CheckResult ok(String what, String detail) {
        return new CheckResult(what, State.OK, detail, "");
    }

    /** It should be fixed. */
    public static CheckResult warning(String what, String detail, String fix) {
        return new CheckResult(what, State.WARNING, detail, fix);
    }

    /** It must be fixed. */
    public static CheckResult missing(String what, String detail, String fix) {
        return new CheckResult(what, State.MISSING, detail, fix);
    }

    /** Whether the program cannot do its work. */
    public boolean isMissing() {
        return state == State.MISSING;
    }

    /** All of it in one line. */
    public String line() {
        return what + ": " + detail + (fix.isEmpty() ? "" : "; " + fix);
    }
}
