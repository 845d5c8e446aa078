package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** A source on a real folder, with the tracker it feeds and what it reported, seen as a user would see them. */
final class ManifestHarness implements AutoCloseable {
    static final Duration NEVER = Duration.ofHours(1);
    static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    final Path folder;
    final ChangeTracker tracker = new ChangeTracker(() -> {});
    final Map<String, String> rejected = new TreeMap<>();
    final List<String> reports = new ArrayList<>();
    private final Map<ServiceName, ServiceView> views = new TreeMap<>();
    private final ManifestSource source;

    /** Already started, and has read the folder once. */
    ManifestHarness(Path folder, Duration rescan) throws Exception {
        this.folder = folder;
        this.source = new ManifestSource(folder, tracker, new Recorder(), rescan);
        source.start();
        eventually(() -> check(tracker.isComplete(), "the folder was never read"));
    }

    private final class Recorder implements Rejections {
        @Override
        public void reject(String kind, String where, String problem) {
            synchronized (rejected) {
                rejected.put(kind + " " + where, problem);
                reports.add("reject " + kind + " " + where);
            }
        }

        @Override
        public void clear(String kind, String where) {
            synchronized (rejected) {
                rejected.remove(kind + " " + where);
                reports.add("clear " + kind + " " + where);
            }
        }
    }

    Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    Map<String, String> rejected() {
        synchronized (rejected) {
            return new TreeMap<>(rejected);
        }
    }

    List<String> reports() {
        synchronized (rejected) {
            return List.copyOf(reports);
        }
    }

    /** One line a proxied Service: "default/web 10.0.0.1:80/TCP -> 10.1.0.1:8080/TCP", endpoints sorted. */
    synchronized List<String> served() {
        tracker.takeDirty().forEach(view -> views.put(view.name(), view));
        List<String> lines = new ArrayList<>();
        for (ServiceView view : views.values()) {
            view.service()
                    .ifPresent(service -> lines.add(view.name() + " " + service.clusterIps() + " "
                            + service.ports().stream()
                                    .map(p -> p.name() + ":" + p.port() + "/" + p.protocol())
                                    .toList()
                            + " -> "
                            + view.slices().stream()
                                    .flatMap(ManifestHarness::endpoints)
                                    .sorted()
                                    .toList()));
        }
        return lines;
    }

    static java.util.stream.Stream<String> endpoints(SliceSpec slice) {
        List<String> texts = new ArrayList<>();
        for (Endpoint endpoint : slice.endpoints()) {
            for (SlicePort port : slice.ports()) {
                texts.add(port.name() + ":" + endpoint.address() + ":" + port.port() + "/" + port.protocol()
                        + (endpoint.ready() ? "" : " not ready"));
            }
        }
        return texts.stream();
    }

    @Override
    public void close() {
        source.close();
    }

    /** Tries until the assertion holds, or fails as it last failed. */
    static void eventually(Attempt attempt) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                attempt.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** An assertion that may not hold yet. */
    interface Attempt {
        void run() throws Exception;
    }

    /** The log lines while it is open, in place of standard error. */
    static final class Log implements AutoCloseable {
        private final PrintStream before = System.err;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Log() {
            System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        }

        List<String> linesWith(String text) {
            return bytes.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(text))
                    .toList();
        }

        @Override
        public void close() {
            System.setErr(before);
        }
    }
}
