package io.kubeipvs.daemon.kernel.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The number of the calling thread's network namespace, unique within a boot; {@code lsns} shows it. */
public final class NetworkNamespaceId {
    private static final Path LINK = Path.of("/proc/thread-self/ns/net");

    private NetworkNamespaceId() {}

    /** Digits; {@code 0} where it cannot be read. */
    public static String text() {
        try {
            return Files.readSymbolicLink(LINK).toString().replaceAll("\\D", "");
        } catch (IOException e) {
            return "0"; // without /proc there is one namespace as far as this process can see
        }
    }
}
