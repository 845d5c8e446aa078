package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.Receivers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Manifests that are not files: read as those of a folder are, but at once and without a thread. */
public final class ManifestTexts {
    private final ManifestParser parser = new ManifestParser();
    private ManifestSnapshot snapshot = ManifestSnapshot.EMPTY;

    /**
     * These are all the texts there are, by the names of their files.
     *
     * @return what is wrong with them, one line each
     * @throws AssertionError when one of them is no YAML
     */
    public Collection<String> report(Map<String, String> texts, Receivers receivers) {
        List<ManifestFile> files = new ArrayList<>();
        texts.forEach((name, text) -> files.add(parsed(name, text)));
        snapshot = ManifestSnapshot.of(files, snapshot);
        receivers.node().relist(snapshot.nodes());
        receivers.tracker().relistSlices(snapshot.slices());
        receivers.tracker().relistServices(snapshot.services());
        return Stream.concat(
                        snapshot.problems().values().stream(),
                        snapshot.refused().values().stream().flatMap(List::stream))
                .toList();
    }

    private ManifestFile parsed(String name, String text) {
        try {
            return parser.parse(name, text.getBytes(StandardCharsets.UTF_8));
        } catch (ManifestException e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }
}
