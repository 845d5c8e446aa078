package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The source against a server on which objects are created, updated and deleted through the API. */
@EnableKubernetesMockClient(crud = true)
class ApiSourceCrudTest {
    private static final ApiTimings TIMINGS = new ApiTimings(
            500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));

    /** Held, for a logger that is not would be forgotten with its level. */
    private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    private final Sink sink = new Sink();
    private KubernetesClient client;
    private ApiSource source;

    private static FollowedClient follow(HttpClient http, String url) throws Exception {
        Config config = Config.empty();
        config.setMasterUrl(url);
        return new FollowedClient(() -> Access.of(config), access -> http);
    }

    private void start() throws Exception {
        String url = client.getMasterUrl().toString();
        ApiServer.Watches watches = new WebSocketWatches(client.getHttpClient(), url);
        Set<String> open = ConcurrentHashMap.newKeySet();
        ApiServer.Watches noted = (path, patience, longest) -> {
            ApiBody body = watches.open(path, patience, longest);
            open.add(path.replaceFirst("\\?.*", "").replaceFirst(".*/", ""));
            return body;
        };
        ApiConnection connection =
                new ApiConnection(follow(client.getHttpClient(), url), "application/json", Duration.ofSeconds(20));
        source = new ApiSource(new ApiServer(connection, noted, TIMINGS), sink.receivers, sink, sink);
        source.start(Workers.unobserved());
        // The mock server forgets what happens between a list and its watch; a real one does not.
        Await.until(() -> assertThat(open).contains("services", "endpointslices"));
    }

    @AfterEach
    void close() throws Exception {
        source.close();
    }

    private void create(Service service) {
        client.services().inNamespace("default").resource(service).create();
    }

    private void awaitServices(String... expected) {
        Await.until(() -> assertThat(sink.services()).containsExactly(expected));
    }

    private void awaitEndpoints(String... expected) {
        Await.until(() -> assertThat(sink.endpoints("default", "web")).containsExactly(expected));
    }

    private static Service labelled(Service service, String label) {
        return service.edit()
                .editMetadata()
                .addToLabels(label, "someone")
                .endMetadata()
                .build();
    }

    @Test
    void objectsFromBeforeAndAfterTheStart() throws Exception {
        create(Samples.service("web", "10.96.0.1"));
        client.resource(Samples.slice("web-a", "web", "10.36.0.0", "10.36.0.1")).create();
        start();
        awaitServices("default/web 10.96.0.1:8088");
        awaitEndpoints("10.36.0.0", "10.36.0.1");
        assertThat(sink.tracker.isComplete()).isTrue();

        create(Samples.service("db", "10.96.0.2"));
        client.resource(Samples.slice("web-b", "web", "10.40.0.0")).create();
        awaitServices("default/db 10.96.0.2:8088", "default/web 10.96.0.1:8088");
        awaitEndpoints("10.36.0.0", "10.36.0.1", "10.40.0.0");

        client.resource(Samples.slice("web-a", "web", "10.36.0.9")).update();
        awaitEndpoints("10.36.0.9", "10.40.0.0");
        client.resource(Samples.slice("web-b", "web")).delete();
        awaitEndpoints("10.36.0.9");

        client.services().inNamespace("default").withName("db").delete();
        awaitServices("default/web 10.96.0.1:8088");
    }

    @Test
    void everyNamespaceIsServed() throws Exception {
        start();
        create(Samples.service("web", "10.96.0.1"));
        Service dns = Samples.service("dns", "10.96.0.10");
        dns.getMetadata().setNamespace("kube-system");
        client.services().inNamespace("kube-system").resource(dns).create();
        awaitServices("default/web 10.96.0.1:8088", "kube-system/dns 10.96.0.10:8088");
    }

    @Test
    void othersServicesAndHeadlessOnesAreNotServed() throws Exception {
        create(labelled(Samples.service("other", "10.96.0.3"), "service.kubernetes.io/service-proxy-name"));
        create(labelled(Samples.service("marked", "10.96.0.4"), "service.kubernetes.io/headless"));
        create(Samples.service("headless", "None"));
        start();
        create(labelled(Samples.service("other2", "10.96.0.5"), "service.kubernetes.io/service-proxy-name"));
        create(Samples.service("web", "10.96.0.1"));
        awaitServices("default/web 10.96.0.1:8088");
        assertThat(sink.rejected).isEmpty();
    }

    @Test
    void labelThatIsAddedLaterMakesTheServiceLeave() throws Exception {
        create(Samples.service("web", "10.96.0.1"));
        create(Samples.service("db", "10.96.0.2"));
        start();
        awaitServices("default/db 10.96.0.2:8088", "default/web 10.96.0.1:8088");
        client.resource(labelled(Samples.service("web", "10.96.0.1"), "service.kubernetes.io/service-proxy-name"))
                .update();
        awaitServices("default/db 10.96.0.2:8088");
        client.resource(Samples.service("web", "10.96.0.1")).update();
        awaitServices("default/db 10.96.0.2:8088", "default/web 10.96.0.1:8088");
    }

    @Test
    void slicesOfHeadlessServicesAreNotRead() throws Exception {
        start();
        client.resource(Samples.slice("web-h", "web", "10.36.0.1")
                        .edit()
                        .editMetadata()
                        .addToLabels("service.kubernetes.io/headless", "")
                        .endMetadata()
                        .build())
                .create();
        client.resource(Samples.slice("web-a", "web", "10.36.0.0")).create();
        awaitEndpoints("10.36.0.0");
    }
}
