package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.RunningProgram;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags of the folders for data that must outlive the program. */
final class StateFolder {
    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = RunningProgram.STATE_DIR,
            description =
                    "Where the former values of kernel settings are remembered until cleanup, and how long servers have"
                            + " drained, and where the socket of 'kube-ipvs status' is; ${DEFAULT-VALUE} by default. On a file system that a reboot empties, as the settings are"
                            + " the kernel's own again then.")
    private Path folder;

    @Option(
            names = "--last-state-dir",
            hidden = true,
            paramLabel = "DIR",
            defaultValue = "/var/lib/kube-ipvs",
            description = "Where the last known Services of the API server are remembered, for a start without it;"
                    + " ${DEFAULT-VALUE} by default. On a file system that a reboot keeps.")
    private Path lastState;

    Path folder() {
        return folder;
    }

    Path lastState() {
        return lastState;
    }
}
