package io.kubeipvs.daemon.k8s.manifests;

import java.util.List;
import java.util.Optional;

/**
 * One manifest file, as far as it is known.
 *
 * @param name its name inside the folder
 * @param objects its objects in their order; the last known ones if the file cannot be read now
 * @param problem one line about a problem of the file as a whole; empty if there is none
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
