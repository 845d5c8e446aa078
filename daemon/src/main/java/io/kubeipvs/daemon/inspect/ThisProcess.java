package io.kubeipvs.daemon.inspect;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Facts of this process. */
final class ThisProcess {
    private ThisProcess() {}

    static Duration uptime() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    /** The kernel and the Java runtime, for instance {@code Linux 6.12.9, Java 17.0.15}. */
    static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + System.getProperty("java.version");
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
