package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.files.FolderWatch;
import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.SliceReader;
import io.kubeipvs.daemon.k8s.Source;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services and endpoints from a folder of manifests, for a machine without Kubernetes: {@code *.yaml}, {@code *.yml} and
 * {@code *.json} files of Services, EndpointSlices, Endpoints and Nodes, watched for changes.
 *
 * <p>The folder is one snapshot: after each change the tracker receives all objects, as after a relist
 * of an API server. The last valid state of an unreadable object stays in force.
 */
public final class ManifestSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestSource.class);
    private static final Duration RESCAN = Duration.ofSeconds(3);

    private final Path path;
    private final Receivers receivers;
    private final Rejections rejections;
    private final ManifestFolder folder;
    private final FolderWatch watch;
    private ManifestSnapshot snapshot = ManifestSnapshot.EMPTY;
    /** Why the folder cannot be read; "" = it can. */
    private volatile String gone = "";

    /** @throws SourceException when it is not a folder that can be read */
    public ManifestSource(Path path, Receivers receivers, Rejections rejections) throws SourceException {
        this(path, receivers, rejections, RESCAN);
    }

    ManifestSource(Path path, Receivers receivers, Rejections rejections, Duration rescan) throws SourceException {
        check(path);
        this.path = path;
        this.receivers = receivers;
        this.rejections = rejections;
        this.folder = new ManifestFolder(path);
        this.watch = new FolderWatch(path, rescan, this::refresh);
    }

    static void check(Path path) throws SourceException {
        String problem = !Files.exists(path)
                ? "does not exist"
                : !Files.isDirectory(path)
                        ? "is not a folder"
                        : !Files.isReadable(path) || !Files.isExecutable(path) ? "permission denied" : null;
        if (problem != null) {
            throw new SourceException(
                    "--manifests " + path + ": " + problem
                            + "; must be a readable folder of *.yaml, *.yml or *.json files",
                    "");
        }
    }

    @Override
    public void start(Workers workers) {
        watch.start(workers);
    }

    @Override
    public List<Problem> failures() {
        String cause = gone;
        return cause.isEmpty()
                ? List.of()
                : List.of(new Problem(
                        "the folder " + path + " cannot be read: " + cause, "create it, or permit to read it"));
    }

    @Override
    public void close() {
        watch.close();
    }

    private void refresh() {
        Optional<List<ManifestFile>> files;
        try {
            files = folder.read();
        } catch (IOException e) {
            reportGone(e);
            return;
        }
        if (!gone.isEmpty()) {
            gone = "";
            LOG.info("manifest_folder_back folder={}", path);
        }
        files.ifPresent(this::apply);
    }

    private void apply(List<ManifestFile> files) {
        ManifestSnapshot next = ManifestSnapshot.of(files, snapshot);
        List<ServiceSpec> services = next.services();
        List<SliceSpec> slices = next.slices();
        // Slices first, so that a new Service never shows without its endpoints.
        receivers.ranges().relist(next.serviceCidrs());
        receivers.node().relist(next.nodes());
        receivers.tracker().relistSlices(slices);
        receivers.tracker().relistServices(services);
        LOG.info(
                "manifests_read folder={} files={} services={} slices={} problems={}",
                path,
                files.size(),
                services.size(),
                slices.size(),
                next.problems().size() + next.refused().size());
        reportProblems(next);
        reportUnused(next);
        snapshot = next;
    }

    private void reportProblems(ManifestSnapshot next) {
        Set<ManifestId> before = new HashSet<>(snapshot.problems().keySet());
        before.addAll(snapshot.refused().keySet());
        before.removeAll(next.problems().keySet());
        before.removeAll(next.refused().keySet());
        before.forEach(id -> rejections.clear(id.kind(), id.where()));
        next.problems().forEach((id, problem) -> {
            if (!problem.equals(snapshot.problems().get(id))) {
                rejections.reject(id.kind(), id.where(), problem);
            }
        });
        next.refused().forEach((id, elements) -> {
            if (!elements.equals(snapshot.refused().get(id))) {
                rejections.refuse(id.kind(), id.where(), elements);
            }
        });
    }

    private void reportUnused(ManifestSnapshot next) {
        Set<ServiceName> known = snapshot.unusedEndpoints();
        for (ServiceName name : next.unusedEndpoints()) {
            if (!known.contains(name)) {
                LOG.info(
                        "endpoints_unused object={} cause=\"its Service has spec.selector\" fix=\"remove the selector,"
                                + " or write an EndpointSlice with label {}: {}\"",
                        name,
                        SliceReader.SERVICE_LABEL,
                        name.name());
            }
        }
    }

    private void reportGone(IOException e) {
        if (gone.isEmpty()) {
            gone = Files.exists(path) ? OneLine.of(e.toString()) : "it does not exist";
            LOG.warn(
                    "manifest_folder_unreadable folder={} cause=\"{}\" effect=\"what was last read stays in force\"",
                    path,
                    gone);
        }
    }
}
