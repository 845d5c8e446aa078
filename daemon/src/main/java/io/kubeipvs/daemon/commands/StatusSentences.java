package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.Locale;

/** The parts of the status, each as one sentence for people. */
public final class StatusSentences {
    private StatusSentences() {}

    /** The present work of the sync thread, and its last round. */
    public static String sync(StatusDocument.Sync sync) {
        String now = sync.work().equals("IDLE") ? "" : sync.work() + " for " + Amounts.time(sync.seconds()) + "; ";
        return now
                + sync.lastRound()
                        .map(round -> (round.complete() ? "complete" : "not complete") + " "
                                + Amounts.time(round.secondsAgo()) + " ago, "
                                + Amounts.count(round.operations(), "operation") + " in " + round.millis() + " ms")
                        .orElse("no round has reached the kernel yet");
    }

    /** How far the comparison with the kernel is. */
    public static String audit(StatusDocument.Audit audit) {
        String compared = audit.oldestSeconds() < 0
                ? "nothing was compared yet"
                : "every object was compared within " + Amounts.time(audit.oldestSeconds());
        return compared + ", " + Amounts.count(audit.drift(), "change") + " of other programs repaired";
    }

    /** The numbers of objects in the kernel. */
    public static String kernel(StatusDocument.Kernel kernel) {
        String vips = kernel.overview()
                .map(overview -> "  " + Amounts.count(overview.vips(), "VIP"))
                .orElse("");
        return Amounts.count(kernel.virtualServers(), "virtual server") + "  "
                + Amounts.count(kernel.realServers(), "real server") + vips + "  scheduler " + kernel.scheduler();
    }

    /** How many real servers drain, and for how long. */
    public static String draining(StatusDocument.Kernel kernel) {
        String oldest = kernel.overview()
                .filter(overview -> overview.oldestDrainSeconds() >= 0)
                .map(overview -> ", the oldest for " + Amounts.time(overview.oldestDrainSeconds())
                        + limit(overview.drainLimitSeconds()))
                .orElse("");
        return Amounts.count(kernel.draining(), "real server") + oldest;
    }

    /** The limit of a drain as the end of a sentence; "" without one. */
    public static String limit(long seconds) {
        return seconds == 0 ? "" : " of " + Amounts.time(seconds);
    }

    /** The memory of the process. */
    public static String memory(StatusDocument.Memory memory) {
        return Amounts.mebibytes(memory.resident()) + " resident, heap " + Amounts.mebibytes(memory.heapUsed()) + " of "
                + Amounts.mebibytes(memory.heapMax());
    }

    static String checks(CheckOverview checks) {
        return Amounts.count(checks.servers(), "server") + " checked, " + checks.unhealthy() + " unhealthy"
                + (checks.stretch() > 1
                        ? String.format(
                                Locale.ROOT,
                                ", intervals %.1f times as long as chosen (healthChecks.maxPerSecond)",
                                checks.stretch())
                        : "");
    }
}
