package io.kubeipvs.daemon.k8s.manifests;

import java.util.List;
import java.util.Optional;

/**
 * One object found in a manifest file, good or bad.
 *
 * @param id its identity
 * @param content its content; empty if it cannot be used
 * @param problem one line on why it cannot be used; empty when it can
 * @param refused one line for each of its elements that cannot be used, while the rest of it is
 */
record ManifestObject(
        ManifestId id, Optional<ManifestContent> content, Optional<String> problem, List<String> refused) {
    static ManifestObject good(ManifestId id, ManifestContent content, List<String> refused) {
        return new ManifestObject(id, Optional.of(content), Optional.empty(), List.copyOf(refused));
    }

    static ManifestObject bad(ManifestId id, String problem) {
        return new ManifestObject(id, Optional.empty(), Optional.of(problem), List.of());
    }
}
