package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The API server as far as it is needed: pages of a list, and a watch from a version on. */
final class ApiServer implements AutoCloseable {
    private final KubernetesClient client;
    private final WatchStream.Opener watches;
    private final ApiTimings timings;

    ApiServer(KubernetesClient client, WatchStream.Opener watches, ApiTimings timings) {
        this.client = client;
        this.watches = watches;
        this.timings = timings;
    }

    /** Watches as chunked HTTP. */
    static ApiServer over(KubernetesClient client, ApiTimings timings) {
        Duration answer = Duration.ofMillis(client.getConfiguration().getRequestTimeout());
        return new ApiServer(
                client,
                HttpWatchStream.opener(
                        client.getHttpClient(), answer, timings.watch().multipliedBy(2)),
                timings);
    }

    ApiTimings timings() {
        return timings;
    }

    /** Ends with a slash. */
    String url() {
        String url = client.getConfiguration().getMasterUrl();
        return url.endsWith("/") ? url : url + "/";
    }

    KubernetesSerialization serialization() {
        return client.getKubernetesSerialization();
    }

    /**
     * One page of the full list. The first one requests the present state, not a server's cache.
     *
     * @param from the {@code continue} token of the page before, null for the first page
     */
    <M extends HasMetadata> KubernetesResourceList<M> page(Kind<M, ?, ?> kind, String from) throws IOException {
        ListOptions options = new ListOptionsBuilder()
                .withLimit((long) timings.pageSize())
                .withContinue(from)
                .build();
        try {
            return kind.page(client, options);
        } catch (KubernetesClientException e) {
            if (e.getCode() > 0) {
                throw (ApiStatusException) ApiStatusException.of(e.getCode())
                        .during("list", kind.resource())
                        .initCause(e);
            }
            throw new IOException("list " + kind.resource(), e);
        }
    }

    WatchStream watch(Kind<?, ?, ?> kind, String version) throws IOException, InterruptedException {
        long shortest = timings.watch().toSeconds();
        long seconds = shortest + ThreadLocalRandom.current().nextLong(shortest + 1);
        URI uri = URI.create(url() + kind.path() + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + seconds
                + "&resourceVersion=" + encode(version) + "&labelSelector=" + encode(kind.labelSelector())
                + "&fieldSelector=" + encode(kind.fieldSelector()));
        try {
            return watches.open(uri);
        } catch (ApiStatusException e) {
            throw e.during("watch", kind.resource());
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
