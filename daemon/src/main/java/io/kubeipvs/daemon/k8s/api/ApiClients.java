package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.kubeipvs.daemon.k8s.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes connections to an API server from what the user named, and only from that: no guess at {@code ~/.kube/config},
 * environment variables, system properties or localhost.
 */
public final class ApiClients {
    private static final int CONNECT_MS = (int) Duration.ofSeconds(10).toMillis();
    private static final int ANSWER_MS = (int) Duration.ofSeconds(30).toMillis();

    private ApiClients() {}

    /**
     * A connection from the kubeconfig, or from the service account of this program's pod. It sends nothing yet.
     *
     * @param master the server's URL, instead of the kubeconfig's; without a kubeconfig it gets no credentials
     * @param version our own, for the user agent
     */
    public static ApiConnection open(
            Optional<Path> kubeconfig, Optional<String> master, String version, RequestObserver observer)
            throws SourceException {
        Config config = Config.empty();
        if (kubeconfig.isPresent()) {
            config = new Kubeconfig(kubeconfig.get()).read();
        } else if (master.isEmpty()) {
            config = ServiceAccount.ofThisPod().read();
        }
        master.ifPresent(config::setMasterUrl);
        return open(config, version, observer);
    }

    static ApiConnection open(Optional<Path> kubeconfig, String version) throws SourceException {
        return open(kubeconfig, Optional.empty(), version, RequestObserver.NONE);
    }

    static ApiConnection open(Config config, String version) throws SourceException {
        return open(config, version, RequestObserver.NONE);
    }

    static ApiConnection open(Config config, String version, RequestObserver observer) throws SourceException {
        config.setUserAgent("kube-ipvs/" + version);
        config.setConnectionTimeout(CONNECT_MS);
        config.setRequestTimeout(ANSWER_MS);
        config.setOnlyHttpWatches(true);
        // One connection a watch: a shared one that died without a word would take every retry with it.
        config.setHttp2Disable(true);
        // The list-watch retries; two retriers would multiply.
        config.setRequestRetryBackoffLimit(0);
        try {
            HttpClient.Builder http = new HttpFactory().newBuilder(config);
            http.tag(config.getRequestConfig());
            http.addOrReplaceInterceptor(ObservedRequests.NAME, new ObservedRequests(observer));
            return new ApiConnection(
                    http.build(), config.getMasterUrl(), Duration.ofMillis(config.getRequestTimeout()));
        } catch (KubernetesClientException e) {
            throw new SourceException(
                    "credentials for " + config.getMasterUrl() + " cannot be used: " + Causes.inWords(e), "");
        }
    }

    /**
     * The JDK's HTTP client with the JDK's own threads. The factory's threads are stopped the moment a client is closed,
     * before they have closed its connections.
     */
    private static final class HttpFactory extends JdkHttpClientFactory {
        @Override
        protected java.net.http.HttpClient.Builder createNewHttpClientBuilder() {
            return java.net.http.HttpClient.newBuilder();
        }
    }
}
