package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.config.ObjectSource;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.state.LastStateFile;
import io.kubeipvs.daemon.state.LastStateKeeper;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
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

    /**
     * The keeper of the last known state; empty where none is wanted. A folder of manifests needs no memory: it exists at the
     * next start too.
     *
     * @param server whose state it is
     * @param clock of the file's age
     * @param wake is called when the state is in force
     */
    Optional<LastStateKeeper> keeper(
            ObjectSource source,
            Receivers receivers,
            LastStateKeeper.Server server,
            InstantSource clock,
            Runnable wake) {
        if (source.manifests().isPresent() || source.lastStateMaxAge().isZero()) {
            return Optional.empty();
        }
        return Optional.of(new LastStateKeeper(
                new LastStateFile(lastState, source.lastStateMaxAge(), clock),
                receivers,
                server,
                LastStateKeeper.Timing.DEFAULT,
                wake));
    }
}
