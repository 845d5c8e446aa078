package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.Rejections;

/**
 * The subject of a report to {@link Rejections}.
 *
 * @param kind the kind of an object, or {@link #FILE} for a file as a whole
 * @param where "namespace/name" of an object, or the name of a file
 */
record ManifestId(String kind, String where) {
    static final String FILE = "manifest";

    static ManifestId ofFile(String name) {
        return new ManifestId(FILE, name);
    }
}
