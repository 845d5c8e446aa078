package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bearer token in a file that is replaced before it expires; read for every request, which are few. */
record TokenFile(Path file) implements OAuthTokenProvider {
    @Override
    public String getToken() {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("token " + file + " cannot be read", e);
        }
    }
}
