package io.kubeipvs.daemon.kernel.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The identity of the machine's boot: another one after each boot. */
public final class BootId {
    private static final Logger LOG = LoggerFactory.getLogger(BootId.class);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** The kernel's text of it; "" where it cannot be read. */
    public static String text() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            LOG.debug("boot_id_unreadable", e);
            return "";
        }
    }
}
