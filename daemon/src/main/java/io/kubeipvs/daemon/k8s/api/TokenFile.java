package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bearer token in a file that is replaced before it expires; read for every request, which are few. */
record TokenFile(Path file) implements OAuthTokenProvider {
    static final String ALLOWED = "must be one word of printable ASCII characters";

    /** Whether it fits into a header. The HTTP client would print a token that does not. */
    static boolean isToken(String text) {
        return text.matches("[!-~]+");
    }

    @Override
    public String getToken() {
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("token " + file + " cannot be read", e);
        }
        if (!isToken(token)) {
            String problem = "token " + file + ": " + ALLOWED;
            throw new UncheckedIOException(problem, new IOException(problem));
        }
        return token;
    }
}
