package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A file that a kubeconfig names, or the same content in the kubeconfig itself.
 *
 * @param where for messages: the key, and the path if it is a file
 * @param path empty = the content is in the kubeconfig
 */
record KubeconfigFile(String where, Optional<Path> path, byte[] content) {
    /**
     * Reads the content in the key with suffix {@code -data}, which goes first, or in the file of the key.
     *
     * @return empty if neither is given
     */
    static Optional<KubeconfigFile> read(Path kubeconfig, FieldMap of, String prefix, String key)
            throws SourceException, UnusableObjectException {
        String data = of.text(key + "-data");
        if (!Fields.isBlank(data)) {
            String where = prefix + key + "-data";
            try {
                byte[] content = Base64.getMimeDecoder().decode(data);
                return Optional.of(new KubeconfigFile(where, Optional.empty(), content));
            } catch (IllegalArgumentException e) {
                throw wrong(kubeconfig, where + ": must be base64", "");
            }
        }
        Optional<Path> path = path(kubeconfig, of, prefix, key);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String where = prefix + key + " '" + of.text(key) + "'";
        try {
            return Optional.of(new KubeconfigFile(where, path, Files.readAllBytes(path.get())));
        } catch (IOException e) {
            throw wrong(kubeconfig, where + ": cannot be read: " + e.getMessage(), "");
        }
    }

    /** The path in a field, relative to the kubeconfig; empty if it is absent. */
    static Optional<Path> path(Path kubeconfig, FieldMap of, String prefix, String key)
            throws SourceException, UnusableObjectException {
        String value = of.text(key);
        if (Fields.isBlank(value)) {
            return Optional.empty();
        }
        Path path;
        try {
            path = kubeconfig.toAbsolutePath().resolveSibling(value);
        } catch (IllegalArgumentException e) {
            path = null; // a character that no path has
        }
        if (path == null || !Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw wrong(kubeconfig, prefix + key + " '" + value + "': must be a file that this user may read", "");
        }
        return Optional.of(path);
    }

    /** @param fix "" = the problem needs none */
    static SourceException wrong(Path kubeconfig, String problem, String fix) {
        return new SourceException("--kubeconfig " + kubeconfig + ": " + OneLine.of(problem), fix);
    }
}
