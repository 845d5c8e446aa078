package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.events.EventPoster;
import io.kubeipvs.daemon.events.Posting;
import io.kubeipvs.daemon.events.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Events on the API server ({@code events.k8s.io/v1}), by {@code kube-ipvs} on one node. */
public final class ApiEvents implements EventPoster {
    private static final String RESOURCE = "events.events.k8s.io";
    private static final String REPORTER = "kube-ipvs";

    /** Where Events about objects without a namespace live. */
    private static final String NO_NAMESPACE = "default";

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The API server refuses a longer note. */
    private static final int MAX_NOTE = 1024;

    /** With what follows it, a name stays within the 253 characters that the API server allows. */
    private static final int MAX_OBJECT_NAME = 230;

    private final KubernetesClient client;
    private final String nodeName;

    /** @param client stays open */
    public ApiEvents(KubernetesClient client, String nodeName) {
        this.client = client;
        this.nodeName = nodeName;
    }

    @Override
    public void post(Posting posting) throws IOException {
        if (posting.isSeries()) {
            moveOn(posting);
            return;
        }
        try {
            create(posting);
        } catch (KubernetesClientException e) {
            throw e.getCode() == 0
                    ? new IOException(Causes.inWords(e), e)
                    : ApiStatusException.of(e.getCode()).during("create", RESOURCE);
        }
    }

    private void create(Posting posting) {
        Report report = posting.report();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace(posting))
                .withName(name(posting))
                .endMetadata()
                .withEventTime(time(posting.first()))
                .withReportingController(REPORTER)
                .withReportingInstance(nodeName)
                .withType(report.reason().type())
                .withReason(report.reason().word())
                .withAction(report.reason().action())
                .withNote(report.note()
                        .substring(0, Math.min(MAX_NOTE, report.note().length())))
                .withRegarding(regarding(report))
                .build();
        client.events().v1().events().resource(event).create();
    }

    /** Not the client's own patch, which first gets the object: kube-proxy's role may not do that. */
    private void moveOn(Posting posting) throws IOException {
        String series = "{\"series\":{\"count\":" + posting.count() + ",\"lastObservedTime\":\""
                + MICROS.format(posting.last()) + "\"}}";
        URI uri = URI.create(client.getMasterUrl() + "apis/events.k8s.io/v1/namespaces/" + namespace(posting)
                + "/events/" + name(posting));
        HttpRequest patch = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .patch("application/merge-patch+json", series)
                .build();
        HttpResponse<String> answer = answer(patch);
        if (!answer.isSuccessful()) {
            throw ApiStatusException.of(answer.code()).during("patch", RESOURCE);
        }
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        long patience = client.getConfiguration().getRequestTimeout();
        try {
            return client.getHttpClient().sendAsync(request, String.class).get(patience, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(Causes.inWords(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the program ends");
        }
    }

    private ObjectReference regarding(Report report) {
        ObjectReferenceBuilder reference = new ObjectReferenceBuilder().withApiVersion("v1");
        return report.about()
                .service()
                .map(service -> reference
                        .withKind("Service")
                        .withNamespace(service.namespace())
                        .withName(service.name())
                        .withUid(uid(service)))
                // "kubectl describe node" looks for Events whose uid is the Node's name, as kubelet has them.
                .orElseGet(() -> reference.withKind("Node").withName(nodeName).withUid(nodeName))
                .build();
    }

    /** "kubectl describe service" looks for Events with the Service's uid. A list, because the role allows only that. */
    private String uid(ServiceName service) {
        List<Service> found = client.services()
                .inNamespace(service.namespace())
                .withField("metadata.name", service.name())
                .list()
                .getItems();
        return found.isEmpty() ? null : found.get(0).getMetadata().getUid();
    }

    private static String namespace(Posting posting) {
        return posting.report().about().service().map(ServiceName::namespace).orElse(NO_NAMESPACE);
    }

    private String name(Posting posting) {
        String object =
                posting.report().about().service().map(ServiceName::name).orElse(nodeName);
        return object.substring(0, Math.min(MAX_OBJECT_NAME, object.length())) + "." + posting.name();
    }

    private static MicroTime time(Instant instant) {
        return new MicroTime(MICROS.format(instant));
    }
}
