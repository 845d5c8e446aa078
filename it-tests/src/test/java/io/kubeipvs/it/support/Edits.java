package io.kubeipvs.it.support;

import io.kubeipvs.daemon.Await;
import java.time.Duration;
import java.util.regex.Pattern;

/** Edits of one manifest, each of which is in the kernel before the next is made: so none of them coalesce. */
public final class Edits {
    /** How many there are to be, counting each Service of the file. */
    public static final int WANTED = 1000;

    private static final int LEAST_ROUNDS = Effort.times(20, 50);
    private static final Duration TIME = Duration.ofSeconds(Effort.times(25, 60));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A round for a change of a Service; one of none is about a server that drained. */
    private static final Pattern SYNCED = Pattern.compile("synced services=[1-9]");

    private final Manifests manifests;
    private final String file;
    private final Program program;
    private long read;
    private long rounds;

    /** The text of the file in a round. */
    public interface Text {
        String of(int round);
    }

    public Edits(Manifests manifests, String file, Program program) {
        this.manifests = manifests;
        this.file = file;
        this.program = program;
    }

    /** Writes the file, and waits until its content is in the kernel. The text must differ from the last one. */
    public void apply(String text) throws Exception {
        long before = synced();
        manifests.write(file, text);
        Await.until("an edit to be in the kernel", PATIENCE, () -> synced() > before, program::evidence);
    }

    /** The rounds so far. The log is long: only its new lines are read. */
    private long synced() throws Exception {
        String lines = program.logFrom(read);
        read += lines.length();
        rounds += SYNCED.matcher(lines).results().count();
        return rounds;
    }

    /**
     * Writes one text after the other, until there were enough edits or the time is over: an emulated machine need not
     * make them all.
     *
     * @param services how many Services each of them edits
     * @return how many edits of a Service were made
     */
    public int applyAll(int services, Text text) throws Exception {
        long end = System.nanoTime() + TIME.toNanos();
        int round = 0;
        while (round * services < WANTED && (round < LEAST_ROUNDS || System.nanoTime() < end)) {
            apply(text.of(round++));
        }
        return round * services;
    }
}
