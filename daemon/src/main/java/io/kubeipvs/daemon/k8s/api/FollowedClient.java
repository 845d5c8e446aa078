package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.kubeipvs.daemon.k8s.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP client of an API server, and a new one as soon as a file of its credentials has other content. The files are
 * compared before every request, which are few, so that no connection is kept whose certificate was replaced. A watch that
 * is open continues. Credentials that cannot be used, for instance half of a new pair, leave the former client in use.
 * Safe for use by many threads.
 */
final class FollowedClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedClient.class);

    private final Access.Source source;
    private final Function<Access, HttpClient> factory;
    private List<Path> files;
    private List<String> contents;
    private String problem = "";
    private HttpClient client;
    private volatile String url;

    /** @param factory makes a client, which is closed with this one */
    FollowedClient(Access.Source source, Function<Access, HttpClient> factory) throws SourceException {
        this.source = source;
        this.factory = factory;
        use(source.read());
        contents = contents(files);
    }

    private void use(Access access) {
        client = factory.apply(access);
        files = access.files();
        String master = access.config().getMasterUrl();
        url = master.endsWith("/") ? master : master + "/";
    }

    /** Of the server; ends with a slash. */
    String url() {
        return url;
    }

    synchronized HttpClient current() {
        List<String> now = contents(files);
        if (!now.equals(contents)) {
            replace(now);
        }
        return client;
    }

    private void replace(List<String> now) {
        try {
            use(source.read());
            // The new files may be others; what changed since they were read counts at the next request.
            contents = contents(files);
            problem = "";
            LOG.info("credentials_replaced server={} files=\"{}\"", url, files);
        } catch (SourceException | RuntimeException e) {
            if (!problem.equals(e.getMessage())) {
                problem = String.valueOf(e.getMessage());
                LOG.warn(
                        "credentials_not_usable server={} cause=\"{}\" effect=\"the former ones stay in use\"",
                        url,
                        problem);
            }
        }
    }

    /** A digest of each file, so that no key is kept; "" for one that cannot be read. */
    private static List<String> contents(List<Path> files) {
        return files.stream().map(FollowedClient::digest).toList();
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public synchronized void close() {
        client.close();
    }
}
