package io.kubeipvs.daemon.kernel.watch;

/**
 * Whether every transaction of the packet filter was announced. Each transaction of any program makes the next generation
 * of the rules; if all of them were announced, the announcements name every change of our tables, and the tables need
 * not be read. Safe for use by many threads.
 */
public final class TableGenerations {
    private int last;
    private boolean isComplete;

    /** All transactions after this generation will be announced. */
    synchronized void begin(int generation) {
        last = generation;
        isComplete = true;
    }

    /** A transaction was announced. */
    synchronized void announced(int generation) {
        if (generation - last > 0) { // a difference, because the number may overflow
            isComplete &= generation == last + 1;
            last = generation;
        }
    }

    /** Announcements are missing. */
    synchronized void lost() {
        isComplete = false;
    }

    /** Our tables were read at this generation or later: what was announced before does not matter any more. */
    public synchronized void read(int generation) {
        if (generation - last >= 0) {
            last = generation;
            isComplete = true;
        }
    }

    /** Whether every transaction up to this generation was announced. */
    public synchronized boolean isKnown(int generation) {
        return isComplete && last == generation;
    }
}
