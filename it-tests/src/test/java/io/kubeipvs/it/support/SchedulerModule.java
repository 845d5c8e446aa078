package io.kubeipvs.it.support;

import io.kubeipvs.daemon.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A scheduler that the kernel cannot load while this is open: its module is unloaded, and no module is found. */
public final class SchedulerModule implements AutoCloseable {
    private static final Path MODPROBE = Path.of("/proc/sys/kernel/modprobe");

    private final String modprobe;

    private SchedulerModule(String modprobe) {
        this.modprobe = modprobe;
    }

    /** Takes it away. */
    public static SchedulerModule absent(KernelNamespace namespace, String scheduler) throws Exception {
        // Namespaces of earlier tests give their virtual servers back a while after they are deleted.
        Await.until(
                "ip_vs_" + scheduler + " to be unloaded",
                Duration.ofSeconds(120),
                () -> namespace
                        .run(
                                "sh",
                                "-c",
                                "rmmod ip_vs_" + scheduler + " 2>&1; grep -q '^ip_vs_" + scheduler
                                        + " ' /proc/modules || echo gone")
                        .endsWith("gone\n"),
                () -> Files.readString(Path.of("/proc/modules")));
        String modprobe = Files.readString(MODPROBE);
        Files.writeString(MODPROBE, "/bin/false\n");
        return new SchedulerModule(modprobe);
    }

    @Override
    public void close() throws IOException {
        Files.writeString(MODPROBE, modprobe);
    }
}
