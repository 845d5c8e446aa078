package io.kubeipvs.bench.whole;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Where time and memory go: a recording of Flight Recorder of a cold start and one of three audits, and the live objects by
 * class. Prints no figure.
 */
final class Profile {
    private static final int SETTLE_SECONDS = 10;
    private static final int SECONDS = 95;
    private static final int CLASSES = 40;

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
            program.jcmd("JFR.start", "name=audit", "settings=profile", "filename=" + file("audit"));
            TimeUnit.SECONDS.sleep(SECONDS);
            program.jcmd("JFR.stop", "name=audit");
            System.out.println("recordings: " + file("start") + " " + file("audit"));
        }
    }

    private Path file(String name) {
        return folder.resolve(name + "-" + stage.cluster().services() + ".jfr").toAbsolutePath();
    }
}
