package io.kubeipvs.daemon.commands.output;

import java.io.PrintWriter;
import java.util.Locale;

/** A line on the terminal that shows how far long work is, and is gone at its end. Elsewhere it prints nothing. */
public final class ProgressLine implements AutoCloseable {
    /** Back to the begin of the line, and erases it. */
    private static final String AGAIN = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean isTerminal;
    private boolean isShown;

    ProgressLine(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** The line of this process, on standard error, so that it is in no file with the answer. */
    public static ProgressLine of(PrintWriter err) {
        return new ProgressLine(err, System.console() != null);
    }

    /**
     * Shows it.
     *
     * @param number of the present step, from 1 on
     * @param step in a few words
     */
    public void show(int number, int of, String step) {
        if (isTerminal) {
            isShown = true;
            out.print(AGAIN + String.format(Locale.ROOT, "%d of %d: %s", number, of, step));
            out.flush();
        }
    }

    /** Removes it. */
    @Override
    public void close() {
        if (isShown) {
            out.print(AGAIN);
            out.flush();
            isShown = false;
        }
    }
}
