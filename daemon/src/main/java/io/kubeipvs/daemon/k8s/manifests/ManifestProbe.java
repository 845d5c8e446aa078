package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.k8s.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a folder of manifests can be read, and all that is in it used. */
public final class ManifestProbe implements Probe {
    private final Path path;
    private final String what;

    /** @param path of the folder */
    public ManifestProbe(Path path) {
        this.path = path;
        this.what = "manifests";
    }

    @Override
    public List<CheckResult> run() {
        try {
            ManifestSource.check(path);
            List<ManifestFile> files = new ManifestFolder(path).read().orElse(List.of());
            ManifestSnapshot snapshot = ManifestSnapshot.of(files, ManifestSnapshot.EMPTY);
            List<CheckResult> results = new ArrayList<>();
            results.add(CheckResult.ok(
                    what,
                    path + ": " + files.size() + " files, "
                            + snapshot.services().size() + " Services"));
            snapshot.problems().forEach((id, problem) -> results.add(warning(id, problem)));
            snapshot.refused().forEach((id, elements) -> elements.forEach(one -> results.add(warning(id, one))));
            return results;
        } catch (SourceException e) {
            return List.of(CheckResult.missing(what, e.problem(), e.fix()));
        } catch (IOException e) {
            return List.of(CheckResult.missing(what, "--manifests " + path + ": " + e.getMessage(), ""));
        }
    }

    private CheckResult warning(ManifestId id, String problem) {
        return CheckResult.warning(what, id.kind() + " " + id.where() + ": " + problem, "");
    }
}
