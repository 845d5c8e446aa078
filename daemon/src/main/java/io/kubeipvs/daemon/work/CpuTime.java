package io.kubeipvs.daemon.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The CPU time that a thread has used. Where the kernel does not count it ({@code CONFIG_SCHED_INFO}), the time of the
 * clock, which is never less. Source: {@code fs/proc/base.c, proc_pid_schedstat}.
 *
 * @param nanos of CPU time
 */
public record CpuTime(long nanos) {
    private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");

    /** The calling thread's, until now. */
    public static CpuTime ofThisThread() {
        try {
            String text = Files.readString(SCHEDSTAT);
            return new CpuTime(Long.parseLong(text.substring(0, text.indexOf(' '))));
        } catch (IOException | RuntimeException unknown) {
            return new CpuTime(System.nanoTime());
        }
    }

    /** The time from an earlier moment of the same thread to this. */
    public Duration since(CpuTime earlier) {
        return Duration.ofNanos(Math.max(0, nanos - earlier.nanos));
    }
}
