package io.kubeipvs.daemon.k8s.manifests;

import java.util.Optional;

/**
 * One object found in a manifest file, good or bad.
 *
 * @param id its identity
 * @param content its content; empty if it cannot be used
 * @param problem one line on why it cannot be used; empty when it can
 */
record ManifestObject(ManifestId id, Optional<ManifestContent> content, Optional<String> problem) {
    static ManifestObject good(ManifestId id, ManifestContent content) {
        return new ManifestObject(id, Optional.of(content), Optional.empty());
    }

    static ManifestObject bad(ManifestId id, String problem) {
        return new ManifestObject(id, Optional.empty(), Optional.of(problem));
    }
}
