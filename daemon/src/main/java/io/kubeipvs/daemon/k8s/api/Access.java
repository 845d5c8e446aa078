package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.SourceException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to reach an API server, and as whom.
 *
 * @param config the server's address and what goes into the header {@code Authorization}
 * @param tls the own certificate and trust
 * @param proxy an HTTP proxy through which every request goes
 * @param headers further headers of every request: as whom to act
 * @param files whose change needs another client; without a token's, which is read for every request
 */
record Access(
        Config config,
        SSLContext tls,
        Optional<InetSocketAddress> proxy,
        Map<String, List<String>> headers,
        List<Path> files) {
    /** Reads it, again after a change of its files. */
    interface Source {
        Access read() throws SourceException;
    }

    /** An address with a header at most, that never changes. A server is trusted if the JDK's authorities are its own. */
    static Access of(Config config) {
        return new Access(config, Tls.context(null, Tls.trustOfTheJdk()), Optional.empty(), Map.of(), List.of());
    }
}
