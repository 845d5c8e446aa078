package io.kubeipvs.daemon.servercheck;

import java.util.Locale;

/**
 * The result of one check.
 *
 * @param words what happened, as a short text for the user
 */
record Verdict(Outcome outcome, String words) {
    static final Verdict PASSED = new Verdict(Outcome.PASSED, "passed");

    /** The possible results of a check. */
    enum Outcome {
        PASSED,
        /** The server has no such port open. */
        REFUSED,
        /** Nothing came in time. */
        TIMEOUT,
        /** The server's address cannot be reached. */
        UNREACHABLE,
        /** The handshake of TLS failed. */
        TLS,
        /** The answer has another status. */
        STATUS,
        /** There was no answer, or none of HTTP. */
        ANSWER,
        /** This program could not make the check. The server is not to blame. */
        NOT_MADE;

        /** The value of the metric's label. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isPassed() {
        return outcome == Outcome.PASSED;
    }
}
