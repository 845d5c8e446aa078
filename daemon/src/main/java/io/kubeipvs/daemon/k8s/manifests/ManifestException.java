package io.kubeipvs.daemon.k8s.manifests;

/** States in one line for the user why a whole manifest file cannot be used. */
final class ManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    ManifestException(String problem) {
        super(problem);
    }

    ManifestException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
