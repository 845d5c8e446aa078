package io.kubeipvs.daemon;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flag of the folder for data that must outlive the program. */
final class StateFolder {
    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "/run/kube-ipvs",
            description =
                    "Where the former values of kernel settings are remembered until cleanup; ${DEFAULT-VALUE} by"
                            + " default. On a file system that a reboot empties, as the settings are the kernel's own again then.")
    private Path folder;

    Path folder() {
        return folder;
    }
}
