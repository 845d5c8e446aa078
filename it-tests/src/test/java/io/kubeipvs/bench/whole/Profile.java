package io.kubeipvs.bench.whole;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Where time and memory go: recordings of Flight Recorder of a cold start, of three audits and of 1,000 changes, and
 * the live objects by class. Prints no figure.
 */
final class Profile {
    private static final int SETTLE_SECONDS = 10;
    private static final int SECONDS = 95;
    private static final int CLASSES = 40;
    private static final int CHANGES = 1000;
    private static final long PAUSE_MILLIS = 10;

    private final Stage stage;
    private final Path folder;

    /** @param folder where the recordings go */
    Profile(Stage stage, Path folder) {
        this.stage = stage;
        this.folder = folder;
    }

    void run() throws Exception {
        String recording = "-XX:StartFlightRecording=name=start,settings=profile,filename=" + file("start");
        try (Running program = stage.startAndSettle(recording)) {
            program.jcmd("JFR.stop", "name=start");
            System.out.println(
                    program.jcmd("GC.class_histogram").lines().limit(CLASSES).collect(Collectors.joining("\n")));
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            record(program, "audit", () -> TimeUnit.SECONDS.sleep(SECONDS));
        }
        try (Running program = stage.startAndSettle("", "--ipvs-sync-period=1h")) {
            Changes changes = new Changes(stage, Changes.End.COMPLETE);
            record(program, "changes", () -> changes.sendSteadily(CHANGES, 1, PAUSE_MILLIS));
        }
        System.out.println("recordings: " + folder + "/*.jfr");
    }

    /** The recorded events. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void record(Running program, String name, Work work) throws Exception {
        program.jcmd("JFR.start", "name=" + name, "settings=profile", "filename=" + file(name));
        work.run();
        program.jcmd("JFR.stop", "name=" + name);
    }

    private Path file(String name) {
        return folder.resolve(name + "-" + stage.cluster().services() + ".jfr").toAbsolutePath();
    }
}
