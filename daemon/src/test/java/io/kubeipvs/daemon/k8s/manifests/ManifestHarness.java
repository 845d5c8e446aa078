package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source on a real folder, with the tracker it feeds and what it reported, seen as a user would see them. */
final class ManifestHarness implements AutoCloseable {
    static final Duration NEVER = Duration.ofHours(1);
    static final Duration OFTEN = Duration.ofMillis(50);

    final Path folder;
    final ChangeTracker tracker = new ChangeTracker(() -> {});
    final Map<String, String> rejected = new TreeMap<>();
    final List<String> reports = new ArrayList<>();
    private final Map<ServiceName, ServiceView> views = new TreeMap<>();
    final List<NodeView> nodes = new CopyOnWriteArrayList<>();
    final List<List<Cidr>> serviceRanges = new CopyOnWriteArrayList<>();
    private final ManifestSource source;

    /** Already started, and has read the folder once. */
    ManifestHarness(Path folder, Duration rescan) throws Exception {
        this.folder = folder;
        ThisNode node = new ThisNode("n1", nodes::add);
        node.setAddresses(Set.of(), Map.of());
        this.source = new ManifestSource(
                folder, new Receivers(tracker, node, new ServiceRanges(serviceRanges::add)), new Recorder(), rescan);
        source.start(Workers.unobserved());
        Await.until(() -> check(tracker.isComplete(), "the folder was never read"));
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
        public void refuse(String kind, String where, List<String> problems) {
            reject(kind, where, "without: " + String.join("; ", problems));
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
                        + (endpoint.conditions().ready() ? "" : " not ready"));
            }
        }
        return texts.stream();
    }

    @Override
    public void close() {
        source.close();
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
