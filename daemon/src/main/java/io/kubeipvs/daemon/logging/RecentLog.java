package io.kubeipvs.daemon.logging;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last lines that the program wrote to standard error, where the log and stack traces go. The log itself is elsewhere:
 * with the container runtime, or in the journal, which a command cannot read. Safe for use by many threads.
 */
public final class RecentLog {
    /** So many bytes are kept, some 500 lines. */
    private static final int KEPT = 64 * 1024;

    private static volatile Tee tee;

    private RecentLog() {}

    /** Begins to keep lines. Called once, before the first line. */
    public static void keep() {
        tee = new Tee(System.err);
        System.setErr(new PrintStream(tee, true, StandardCharsets.UTF_8));
    }

    /** The last lines; "" if none are kept. */
    public static String text() {
        Tee kept = tee;
        return kept == null ? "" : kept.text();
    }

    /** Writes to two places. */
    private static final class Tee extends FilterOutputStream {
        private final byte[] ring = new byte[KEPT];
        private long written;

        Tee(PrintStream to) {
            super(to);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            keep(bytes, from, count);
            out.write(bytes, from, count);
        }

        private synchronized void keep(byte[] bytes, int from, int count) {
            for (int i = Math.max(0, count - KEPT); i < count; i++) {
                ring[(int) (written++ % KEPT)] = bytes[from + i];
            }
        }

        /** Without the rest of a line whose begin is gone. */
        synchronized String text() {
            if (written <= KEPT) {
                return new String(Arrays.copyOf(ring, (int) written), StandardCharsets.UTF_8);
            }
            int oldest = (int) (written % KEPT);
            byte[] all = new byte[KEPT];
            System.arraycopy(ring, oldest, all, 0, KEPT - oldest);
            System.arraycopy(ring, 0, all, KEPT - oldest, oldest);
            String text = new String(all, StandardCharsets.UTF_8);
            return text.substring(text.indexOf('\n') + 1);
        }
    }
}
