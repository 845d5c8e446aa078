package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.api.WatchObserver.Reason;
import io.kubeipvs.daemon.work.Work;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one kind of object on the API server: lists all objects, then watches from the list's version on, until it is
 * interrupted. After a failure it watches again from the last version it received, or lists again if the server no longer
 * knows that version. Follows "Efficient detection of changes" of the Kubernetes API concepts.
 */
final class ListWatch<N, T> implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSource.class);

    private final ApiServer server;
    private final Kind<N, T> kind;
    private final Intake<N, T> intake;
    private final Reachability reachability;
    private final WatchObserver observer;
    private final Pauses pauses;
    private final Backoff backoff;

    /** The version to watch from; null when everything must be listed first. */
    private String version;

    /** The state that the next list must have, or a later one. */
    private String listFrom = ApiServer.ANY_VERSION;

    /** Whether the next list is one that all nodes need at the same time. */
    private boolean isExpired;

    /** Whether the log already has the line that the server does not give this kind. */
    private boolean missing;

    ListWatch(
            ApiServer server,
            Kind<N, T> kind,
            Rejections rejections,
            Reachability reachability,
            WatchObserver observer) {
        this.server = server;
        this.kind = kind;
        this.intake = new Intake<>(kind, rejections);
        this.reachability = reachability;
        this.observer = observer;
        this.pauses = server.pauses();
        this.backoff =
                new Backoff(server.timings().firstBackoff(), server.timings().maxBackoff(), pauses);
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
        ApiJson events;
        try {
            if (version == null) {
                list();
            }
            events = server.watch(kind, version);
        } catch (IOException | RuntimeException e) {
            stopIfInterrupted();
            if (isMissing(e)) {
                doWithout((ApiStatusException) e);
            } else {
                failed(e);
                backoff.pause(e instanceof ApiStatusException status ? status.retryAfter() : Duration.ZERO);
            }
            return;
        }
        reachability.answered(kind.kind());
        observer.opened(kind.kind());
        missing = false;
        follow(events);
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean isMissing(Exception e) {
        return kind.isOptional() && e instanceof ApiStatusException && ((ApiStatusException) e).isRefusedForGood();
    }

    /** Works without this kind. The server may know it after its next upgrade, or permit it. */
    private void doWithout(ApiStatusException e) throws InterruptedException {
        reachability.isMissing(kind.kind());
        if (!missing) {
            missing = true;
            if (e.isUnknown()) {
                LOG.info("kind_unknown_to_server kind={} effect=\"works without it\"", kind.kind());
            } else {
                LOG.warn(
                        "kind_not_permitted kind={} cause=\"{}\" effect=\"works without changes of it\""
                                + " fix=\"permit list and watch on {} in the ClusterRole\"",
                        kind.kind(),
                        e.getMessage(),
                        kind.resource());
            }
        }
        version = null;
        if (e.isUnknown()) {
            intake.relist().finish();
        } else {
            kind.unreadable();
        }
        pauses.sleep(server.timings().optional());
    }

    private void failed(Exception e) {
        boolean isStatus = e instanceof ApiStatusException;
        if (isStatus && version == null && ((ApiStatusException) e).isOtherVersion() && !listFrom.equals("0")) {
            listFrom = ApiServer.PRESENT_VERSION;
        }
        if (isStatus && ((ApiStatusException) e).isGone()) {
            expire();
            LOG.info("version_expired kind={} cause=\"{}\" effect=\"lists again\"", kind.kind(), e.getMessage());
        } else {
            kind.unreadable();
            reachability.failed(kind.kind(), e);
        }
    }

    /** Everything must be listed again. The list must not be older than what was seen. */
    private void expire() {
        if (version != null) {
            listFrom = version;
            isExpired = true;
        }
        version = null;
    }

    private void list() throws IOException, InterruptedException {
        if (isExpired) {
            isExpired = false;
            pauses.sleep(pauses.upTo(server.timings().spread()));
        }
        Intake<N, T>.Listing listing = intake.relist();
        ApiJson.Page page = server.firstPage(kind, listFrom, listing::add);
        while (page.next() != null) {
            page = server.nextPage(kind, page.next(), listing::add);
        }
        int records = listing.finish();
        version = page.version();
        observer.listed(kind.kind(), records);
        LOG.debug("listed kind={} objects={} version={}", kind.kind(), records, version);
    }

    private void follow(ApiJson events) throws InterruptedException {
        long opened = System.nanoTime();
        String before = version;
        Reason reason = readToTheEnd(events);
        Duration lasted = Duration.ofNanos(System.nanoTime() - opened);
        boolean tooShort = lasted.compareTo(server.timings().firstBackoff()) < 0;
        if (reason == Reason.ENDED && tooShort && version.equals(before)) {
            // Some load balancers before API servers answer 410 for an expired version by closing the watch.
            expire();
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

    private Reason readToTheEnd(ApiJson events) throws InterruptedException {
        try (events) {
            for (ApiJson.Event event = events.event(); event != null; event = events.event()) {
                handle(event);
                backoff.reset();
                reachability.answered(kind.kind());
                observer.received(kind.kind());
            }
            LOG.debug("watch_ended kind={} version={}", kind.kind(), version);
            return Reason.ENDED;
        } catch (IOException | RuntimeException e) {
            stopIfInterrupted();
            if (e instanceof ApiJson.MalformedException) {
                expire();
            }
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

    private void handle(ApiJson.Event event) throws IOException {
        ApiObject object = event.object();
        switch (event.type()) {
            case "ADDED", "MODIFIED" -> intake.changed(object);
            case "DELETED" -> intake.deleted(object);
            case "BOOKMARK" -> LOG.trace("bookmark kind={}", kind.kind());
            case "ERROR" -> throw error(object);
            default -> {
                LOG.warn(
                        "watch_event_ignored kind={} type=\"{}\" cause=\"the type is unknown\"",
                        kind.kind(),
                        event.type());
                return;
            }
        }
        version = object.version() == null ? version : object.version();
    }

    private IOException error(ApiObject status) {
        ApiStatusException error = status.asError();
        if (error.isGone()) {
            expire();
        }
        return error;
    }
}
