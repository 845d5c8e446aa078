package io.kubeipvs.daemon;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command that ended: its exit status, and what it printed to both streams. It runs in this process. */
record Run(int status, String out, String err) {
    /** Runs a command of {@code kube-ipvs}. */
    static Run of(String... args) {
        // Otherwise loggers that are made while it runs omit lines that later tests of this process expect.
        System.setProperty("org.slf4j.simpleLogger.log.io.kubeipvs", "info");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream oldOut = System.out;
        PrintStream oldErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int status = Main.execute(args);
            return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(oldOut);
            System.setErr(oldErr);
        }
    }
}
