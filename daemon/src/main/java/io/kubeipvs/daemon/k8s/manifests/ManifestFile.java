package io.kubeipvs.daemon.k8s.manifests;

import java.util.List;
import java.util.Optional;

/**
 * What is known of one manifest file.
 *
 * @param name its name inside the folder
 * @param objects what it holds, in its order; what it last held, when it cannot be read now
 * @param problem one line on what is wrong with the file rather than with one named object of it; empty when nothing is
 */
record ManifestFile(String name, List<ManifestObject> objects, Optional<String> problem) {
    ManifestFile {
        objects = List.copyOf(objects);
    }

    /** A file that could not be read at all yet. */
    static ManifestFile unread(String name) {
        return new ManifestFile(name, List.of(), Optional.empty());
    }

    /** The same objects, for the file cannot be read as it is now. */
    ManifestFile keptDespite(String newProblem) {
        return new ManifestFile(name, objects, Optional.of(newProblem));
    }
}
