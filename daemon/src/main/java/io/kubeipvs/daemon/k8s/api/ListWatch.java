package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.api.WatchObserver.Reason;
import io.kubeipvs.daemon.work.Work;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows one kind of object on the API server: lists all objects, then watches from the list's version on, until it is
 * interrupted. After a failure it watches again from the last version it received, or lists again if the server no longer
 * knows that version. Follows "Efficient detection of changes" of the Kubernetes API concepts.
 */
final class ListWatch<M extends HasMetadata, N, T> implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSource.class);

    private final ApiServer server;
    private final Kind<M, N, T> kind;
    private final Intake<M, N, T> intake;
    private final Reachability reachability;
    private final WatchObserver observer;
    private final Backoff backoff;

    /** The version to watch from; null when everything must be listed first. */
    private String version;

    /** Whether the log already has the line that the server does not know this kind. */
    private boolean missing;

    ListWatch(
            ApiServer server,
            Kind<M, N, T> kind,
            Rejections rejections,
            Reachability reachability,
            WatchObserver observer) {
        this.server = server;
        this.kind = kind;
        this.intake = new Intake<>(kind, rejections);
        this.reachability = reachability;
        this.observer = observer;
        this.backoff =
                new Backoff(server.timings().firstBackoff(), server.timings().maxBackoff());
    }

    String kind() {
        return kind.kind();
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            listAndWatch();
        }
    }

    private void listAndWatch() throws InterruptedException {
        WatchStream stream;
        try {
            if (version == null) {
                list();
            }
            stream = server.watch(kind, version);
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (isMissing(e)) {
                doWithout();
            } else {
                failed(e);
                backoff.pause();
            }
            return;
        }
        reachability.answered(kind.kind());
        missing = false;
        follow(stream);
    }

    private boolean isMissing(Exception e) {
        return kind.isOptional() && e instanceof ApiStatusException && ((ApiStatusException) e).isUnknown();
    }

    /** Works without this kind. The server may know it after its next upgrade. */
    private void doWithout() throws InterruptedException {
        reachability.answered(kind.kind());
        if (!missing) {
            missing = true;
            LOG.info("kind_unknown_to_server kind={} effect=\"works without it\"", kind.kind());
        }
        version = null;
        intake.relist().finish();
        Thread.sleep(server.timings().optional().toMillis());
    }

    private void failed(Exception e) {
        if (e instanceof ApiStatusException && ((ApiStatusException) e).isGone()) {
            version = null;
            LOG.info("version_expired kind={} cause=\"{}\" effect=\"lists again\"", kind.kind(), e.getMessage());
        } else {
            reachability.failed(kind.kind(), e);
        }
    }

    private void list() throws IOException {
        Intake<M, N, T>.Listing listing = intake.relist();
        String token = null;
        String listed;
        do {
            KubernetesResourceList<M> page = server.page(kind, token);
            page.getItems().forEach(listing::add);
            listed = page.getMetadata().getResourceVersion();
            token = page.getMetadata().getContinue();
        } while (token != null && !token.isEmpty());
        int records = listing.finish();
        version = listed;
        observer.listed(kind.kind(), records);
        LOG.debug("listed kind={} objects={} version={}", kind.kind(), records, version);
    }

    private void follow(WatchStream stream) throws InterruptedException {
        long opened = System.nanoTime();
        String before = version;
        Reason reason = readToTheEnd(stream);
        Duration lasted = Duration.ofNanos(System.nanoTime() - opened);
        boolean tooShort = lasted.compareTo(server.timings().firstBackoff()) < 0;
        if (reason == Reason.ENDED && tooShort && version.equals(before)) {
            // Some load balancers before API servers answer 410 for an expired version by closing the watch.
            version = null;
            reason = Reason.EXPIRED;
        }
        observer.watchOver(kind.kind(), reason);
        if (lasted.compareTo(server.timings().maxBackoff()) > 0) {
            backoff.reset();
        }
        if (reason != Reason.ENDED || tooShort) {
            backoff.pause();
        }
    }

    private Reason readToTheEnd(WatchStream stream) throws InterruptedException {
        Duration idle = server.timings().idle();
        try (stream) {
            for (String event = stream.next(idle); event != null; event = stream.next(idle)) {
                handle(event);
                backoff.reset();
                observer.received(kind.kind());
            }
            LOG.debug("watch_ended kind={} version={}", kind.kind(), version);
            return Reason.ENDED;
        } catch (IOException | RuntimeException e) {
            LOG.info(
                    "watch_lost kind={} cause=\"{}\" effect=\"{}\"",
                    kind.kind(),
                    Causes.inWords(e),
                    version == null ? "lists again" : "watches again");
            LOG.debug("watch_lost kind={} version={}", kind.kind(), version, e);
            if (version == null) {
                return Reason.EXPIRED;
            }
            return e instanceof SocketTimeoutException ? Reason.HUNG : Reason.BROKEN;
        }
    }

    private void handle(String text) throws IOException {
        JsonNode event = parse(text);
        JsonNode object = event.path("object");
        String type = event.path("type").asString("");
        switch (type) {
            case "ADDED", "MODIFIED" -> changed(object);
            case "DELETED" -> intake.deleted(name(object));
            case "BOOKMARK" -> LOG.trace("bookmark kind={}", kind.kind());
            case "ERROR" -> throw error(object);
            default -> {
                LOG.warn("watch_event_ignored kind={} type=\"{}\" cause=\"the type is unknown\"", kind.kind(), type);
                return;
            }
        }
        version = object.at("/metadata/resourceVersion").asString(version);
    }

    private JsonNode parse(String text) throws IOException {
        try {
            JsonNode event = server.serialization().unmarshal(text, JsonNode.class);
            if (event.path("type").isString()) {
                return event;
            }
        } catch (RuntimeException e) {
            version = null;
            throw new IOException("an event is not JSON", e);
        }
        version = null;
        throw new IOException("an event has no type");
    }

    private void changed(JsonNode object) {
        M model;
        try {
            model = server.serialization().convertValue(object, kind.model());
        } catch (IllegalArgumentException e) {
            intake.reject(name(object), Causes.firstLine(e.getMessage()));
            return;
        } catch (StackOverflowError e) {
            // The depth of an object is the user's; the stack of this thread is small.
            intake.reject(name(object), "nested too deeply to be read");
            return;
        }
        intake.changed(model);
    }

    private IOException error(JsonNode status) {
        ApiStatusException error = ApiStatusException.of(
                status.path("code").asInt(0), status.path("message").asString(""));
        if (error.isGone()) {
            version = null;
        }
        return error;
    }

    private N name(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return kind.name(
                metadata.path("namespace").asString(""), metadata.path("name").asString(""));
    }
}
