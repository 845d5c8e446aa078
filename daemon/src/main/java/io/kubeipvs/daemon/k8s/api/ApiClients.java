package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.model.jackson.Jackson2JdkTypesModule;
import io.kubeipvs.daemon.k8s.SourceException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes clients of an API server from what the user named, and only from that: no guess at {@code ~/.kube/config},
 * environment variables, system properties or localhost.
 */
public final class ApiClients {
    private static final int CONNECT_MS = (int) Duration.ofSeconds(10).toMillis();
    private static final int ANSWER_MS = (int) Duration.ofSeconds(30).toMillis();

    private static final int MAX_DEPTH = 1000;

    private ApiClients() {}

    /**
     * A client from the kubeconfig, or from the service account of this program's pod. It sends nothing yet.
     *
     * @param version our own, for the user agent
     */
    public static KubernetesClient open(Optional<Path> kubeconfig, String version) throws SourceException {
        return open(kubeconfig, version, RequestObserver.NONE);
    }

    /** The same, with an observer of every request. */
    public static KubernetesClient open(Optional<Path> kubeconfig, String version, RequestObserver observer)
            throws SourceException {
        Config config = kubeconfig.isPresent()
                ? new Kubeconfig(kubeconfig.get()).read()
                : ServiceAccount.ofThisPod().read();
        return open(config, version, observer);
    }

    static KubernetesClient open(Config config, String version) throws SourceException {
        return open(config, version, RequestObserver.NONE);
    }

    static KubernetesClient open(Config config, String version, RequestObserver observer) throws SourceException {
        config.setUserAgent("kube-ipvs/" + version);
        config.setConnectionTimeout(CONNECT_MS);
        config.setRequestTimeout(ANSWER_MS);
        config.setOnlyHttpWatches(true);
        // One connection a watch: a shared one that died without a word would take every retry with it.
        config.setHttp2Disable(true);
        // The list-watch retries; two retriers would multiply.
        config.setRequestRetryBackoffLimit(0);
        try {
            return new KubernetesClientBuilder()
                    .withConfig(config)
                    .withKubernetesSerialization(serialization())
                    .withHttpClientFactory(new HttpFactory())
                    .withHttpClientBuilderConsumer(
                            http -> http.addOrReplaceInterceptor(ObservedRequests.NAME, new ObservedRequests(observer)))
                    .build();
        } catch (KubernetesClientException e) {
            throw new SourceException(
                    "credentials for " + config.getMasterUrl() + " cannot be used: " + Causes.inWords(e), "");
        }
    }

    /**
     * The client's own serialization, with the nesting depth of Jackson 2. Jackson 3 refuses 500 levels while it reads the
     * whole event, so that one such object would end the watch; an object below the limit is rejected alone.
     */
    private static KubernetesSerialization serialization() {
        JsonFactory json = JsonFactory.builderWithJackson2Defaults()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build();
        JsonMapper mapper = JsonMapper.builder(json)
                .configureForJackson2()
                .addModule(new Jackson2JdkTypesModule())
                .build();
        return new KubernetesSerialization(mapper, true);
    }

    /**
     * The JDK's HTTP client with the JDK's own threads. The factory's threads are stopped the moment a client is closed,
     * before they have closed its connections.
     */
    private static final class HttpFactory extends JdkHttpClientFactory {
        @Override
        protected HttpClient.Builder createNewHttpClientBuilder() {
            return HttpClient.newBuilder();
        }
    }
}
