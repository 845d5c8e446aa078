package io.kubeipvs.daemon.inspect;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Facts of this process. */
final class ThisProcess {
    private static final String MAIN = "io.kubeipvs.daemon.Main";

    private ThisProcess() {}

    static Duration uptime() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    /** The kernel and the Java runtime, for instance {@code Linux 6.12.9, Java 17.0.15}. */
    static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + System.getProperty("java.version");
    }

    /** Every thread with its state, the lock that it waits for, and its stack. */
    static String threads() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
            text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
            if (thread.getLockName() != null) {
                text.append(" on ").append(thread.getLockName());
            }
            if (thread.getLockOwnerName() != null) {
                text.append(", which \"").append(thread.getLockOwnerName()).append("\" has");
            }
            text.append('\n');
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("    at ").append(withoutModule(frame)).append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static StackTraceElement withoutModule(StackTraceElement frame) {
        return new StackTraceElement(
                frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }

    /**
     * The arguments of the program; none where they cannot be read. The launcher of the image is the process itself, and has no
     * other words; in another package they follow the name of the main class.
     */
    static List<String> arguments() {
        List<String> all = List.of(ProcessHandle.current().info().arguments().orElse(new String[0]));
        return List.copyOf(all.subList(all.indexOf(MAIN) + 1, all.size()));
    }

    static StatusDocument.Memory memory() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new StatusDocument.Memory(resident(), heap.getUsed(), heap.getMax());
    }

    /** Source: {@code fs/proc/task_mmu.c, task_mem}. 0 where it cannot be read. */
    private static long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
