package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.events.EventPoster;
import io.kubeipvs.daemon.events.Posting;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Events on the API server ({@code events.k8s.io/v1}), by {@code kube-ipvs} on one node. */
public final class ApiEvents implements EventPoster {
    private static final String RESOURCE = "events.events.k8s.io";
    private static final String REPORTER = "kube-ipvs";

    /** Where Events about objects without a namespace live. */
    private static final String NO_NAMESPACE = "default";

    private static final JsonFactory JSON = new JsonFactory();

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The API server refuses a longer note. */
    private static final int MAX_NOTE = 1024;

    /** With what follows it, a name stays within the 253 characters that the API server allows. */
    private static final int MAX_OBJECT_NAME = 230;

    private final ApiConnection connection;
    private final String nodeName;

    /** @param connection stays open */
    public ApiEvents(ApiConnection connection, String nodeName) {
        this.connection = connection;
        this.nodeName = nodeName;
    }

    @Override
    public void post(Posting posting) throws IOException {
        if (about(posting).isOtherNode(nodeName)) {
            return;
        }
        String verb = posting.isSeries() ? "patch" : "create";
        String path = "apis/events.k8s.io/v1/namespaces/" + namespace(posting) + "/events";
        try {
            if (posting.isSeries()) {
                connection.merge(path + "/" + name(posting), series(posting));
            } else {
                connection.create(path, event(posting));
            }
        } catch (ApiStatusException e) {
            if (!e.isThere()) {
                throw e.during(verb, RESOURCE);
            }
        }
    }

    private static String series(Posting posting) {
        return "{\"series\":{\"count\":" + posting.count() + ",\"lastObservedTime\":\"" + MICROS.format(posting.last())
                + "\"}}";
    }

    private String event(Posting posting) throws IOException {
        Report report = posting.report();
        String note = report.note();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("apiVersion", "events.k8s.io/v1");
            json.writeStringProperty("kind", "Event");
            json.writeObjectPropertyStart("metadata");
            json.writeStringProperty("namespace", namespace(posting));
            json.writeStringProperty("name", name(posting));
            json.writeEndObject();
            json.writeStringProperty("eventTime", MICROS.format(posting.first()));
            json.writeStringProperty("reportingController", REPORTER);
            json.writeStringProperty("reportingInstance", nodeName);
            json.writeStringProperty("type", report.reason().type());
            json.writeStringProperty("reason", report.reason().word());
            json.writeStringProperty("action", report.reason().action());
            json.writeStringProperty("note", note.substring(0, Math.min(MAX_NOTE, note.length())));
            json.writeObjectPropertyStart("regarding");
            writeReference(json, report.about());
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }

    private void writeReference(JsonGenerator json, Subject about) throws IOException {
        json.writeStringProperty("apiVersion", about.apiVersion());
        json.writeStringProperty("kind", about.kind());
        if (!about.namespace().isEmpty()) {
            json.writeStringProperty("namespace", about.namespace());
        }
        json.writeStringProperty("name", name(about));
        // "kubectl describe node" looks for Events whose uid is the Node's name, as kubelet has them.
        String uid = about.kind().equals("Node") ? name(about) : uid(about);
        if (uid != null) {
            json.writeStringProperty("uid", uid);
        }
    }

    /** "kubectl describe" looks for Events with the object's uid. A list, because the role allows only that. */
    private String uid(Subject about) throws IOException {
        List<ApiObject> found = new ArrayList<>();
        String group = about.apiVersion().contains("/") ? "apis/" : "api/";
        String namespace = about.namespace().isEmpty() ? "" : "/namespaces/" + about.namespace();
        String resource = about.kind().toLowerCase(Locale.ROOT) + "s";
        String path = group + about.apiVersion() + namespace + "/" + resource + "?fieldSelector="
                + ApiConnection.encode("metadata.name=" + about.name());
        try (ApiAnswer answer = ApiAnswer.of(connection.list(path))) {
            answer.page(found::add);
            return found.isEmpty()
                    ? null
                    : found.get(0).fields().map("metadata").text("uid");
        } catch (ApiStatusException e) {
            throw e.during("list", resource);
        } catch (UnusableObjectException e) {
            throw new IOException(about + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the program ends");
        }
    }

    private static Subject about(Posting posting) {
        return posting.report().about();
    }

    private static String namespace(Posting posting) {
        String namespace = about(posting).namespace();
        return namespace.isEmpty() ? NO_NAMESPACE : namespace;
    }

    private String name(Subject about) {
        return about.name().isEmpty() ? nodeName : about.name();
    }

    private String name(Posting posting) {
        String object = name(about(posting));
        return object.substring(0, Math.min(MAX_OBJECT_NAME, object.length())) + "." + posting.name();
    }
}
