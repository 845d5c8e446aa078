package io.kubeipvs.daemon;

import io.kubeipvs.daemon.config.ConfigKeys;
import io.kubeipvs.daemon.kernel.FirstSocket;
import io.kubeipvs.daemon.work.Beside;

/**
 * Work that a start of {@code run} needs in any case, done by a second processor while the first reads the command line. Classes
 * that run for the first time take most of a start.
 */
final class Ahead {
    private Ahead() {}

    /** Begins, and returns at once. Failures are those of the first real use, so they are not reported here. */
    static void begin() {
        Beside.make("ahead-socket", FirstSocket::open);
        Beside.make("ahead-keys", () -> ConfigKeys.ofAllFiles().count());
    }
}
