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
 * interrupted. After a lost connection it watches again from the last version it received. If the server refuses that, it
 * lists again ({@link Position}). Follows "Efficient detection of changes" of the Kubernetes API concepts.
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

    private final Position position = new Position();

    /** Whether the server must be asked for its present version: a watch brought nothing for as long as it may. */
    private boolean isDoubtful;

    /** Whether the last request had no answer at all. */
    private boolean isAway;

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
        ApiAnswer events;
        try {
            compareVersions();
            if (position.mustList()) {
                list();
            }
            events = server.watch(kind, position.version());
        } catch (IOException | RuntimeException e) {
            stopIfInterrupted();
            if (isMissing(e)) {
                doWithout((ApiStatusException) e);
            } else {
                failed(e);
                backoff.pause(retryAfter(e));
            }
            return;
        }
        reachability.answered(kind.kind());
        observer.opened(kind.kind());
        missing = false;
        isAway = false;
        follow(events);
    }

    /** A server whose database was restored sends nothing to a watch from a version that it does not have yet. */
    private void compareVersions() throws IOException, InterruptedException {
        if (isDoubtful && !position.mustList()) {
            compareWithPresentVersion();
        }
        isDoubtful = false;
    }

    private void compareWithPresentVersion() throws IOException, InterruptedException {
        String present = server.presentVersion(kind);
        if (position.isOlder(present)) {
            logRestored(present, position.version());
            position.restored();
        }
    }

    private void logRestored(String present, String before) {
        LOG.warn(
                "versions_went_back kind={} version={} before={} cause=\"the server's database was restored\""
                        + " effect=\"lists again\"",
                kind.kind(),
                present,
                before);
    }

    private static Duration retryAfter(Exception e) {
        return e instanceof ApiStatusException status ? status.retryAfter() : Duration.ZERO;
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
        position.expire();
        if (e.isUnknown()) {
            intake.relist().finish();
        } else {
            kind.unreadable();
        }
        pauses.sleep(server.timings().optional());
    }

    private void failed(Exception e) {
        boolean wasAway = isAway;
        isAway = !(e instanceof ApiStatusException);
        if (e instanceof ApiStatusException status) {
            position.refused(status);
            if (wasAway) {
                backoff.reset(); // its pauses have grown while no answer came
            }
            if (status.isGone()) {
                LOG.info("version_expired kind={} cause=\"{}\" effect=\"lists again\"", kind.kind(), e.getMessage());
                return;
            }
        }
        kind.unreadable();
        reachability.failed(kind.kind(), e);
    }

    private void list() throws IOException, InterruptedException {
        if (position.takeShared()) {
            pauses.sleep(pauses.upTo(server.timings().spread()));
        }
        Intake<N, T>.Listing listing = intake.relist();
        ApiAnswer.Page page = server.firstPage(kind, position.listFrom(), listing::add);
        while (page.next() != null) {
            page = server.nextPage(kind, page.next(), listing::add);
        }
        int records = listing.finish();
        position.listed(page.version());
        observer.listed(kind.kind(), records);
        LOG.debug("listed kind={} objects={} version={}", kind.kind(), records, page.version());
    }

    private void follow(ApiAnswer events) throws InterruptedException {
        Watch watch = new Watch(position.version());
        Reason reason = readToTheEnd(events, watch);
        Duration lasted = Duration.ofNanos(System.nanoTime() - watch.opened);
        boolean tooShort = lasted.compareTo(server.timings().firstBackoff()) < 0;
        if (reason == Reason.ENDED && tooShort && watch.from.equals(position.version())) {
            // Some load balancers before API servers answer 410 for an expired version by closing the watch.
            position.expire();
            reason = Reason.EXPIRED;
        }
        observer.watchOver(kind.kind(), reason);
        if (lasted.compareTo(server.timings().maxBackoff()) > 0) {
            backoff.reset();
        }
        if (reason == Reason.QUIET) {
            isDoubtful = true;
        } else if (reason != Reason.ENDED || tooShort) {
            backoff.pause(watch.retryAfter);
        }
    }

    /** One open watch. */
    private static final class Watch {
        private final long opened = System.nanoTime();
        private final String from;
        private boolean hasBookmarks;
        /** Whether the server was asked for its present version, because an event was older than the position. */
        private boolean isCompared;

        private Duration retryAfter = Duration.ZERO;

        private Watch(String from) {
            this.from = from;
        }
    }

    private Reason readToTheEnd(ApiAnswer events, Watch watch) throws InterruptedException {
        try (events) {
            for (ApiAnswer.Event event = events.event(); event != null; event = events.event()) {
                handle(event, watch);
                backoff.reset();
                reachability.answered(kind.kind());
                observer.received(kind.kind());
                if (position.mustList()) {
                    return Reason.EXPIRED;
                }
            }
            LOG.debug("watch_ended kind={} version={}", kind.kind(), position.version());
            return Reason.ENDED;
        } catch (IOException | RuntimeException e) {
            stopIfInterrupted();
            return reasonOf(e, watch);
        }
    }

    private Reason reasonOf(Exception e, Watch watch) {
        if (e instanceof SocketTimeoutException && !watch.hasBookmarks) {
            // A server need not send bookmarks, and a kind need not change.
            LOG.debug("watch_quiet kind={} version={}", kind.kind(), position.version());
            return Reason.QUIET;
        }
        if (e instanceof ApiAnswer.MalformedException) {
            position.expire();
        }
        watch.retryAfter = retryAfter(e);
        LOG.info(
                "watch_lost kind={} cause=\"{}\" effect=\"{}\"",
                kind.kind(),
                Causes.inWords(e),
                position.mustList() ? "lists again" : "watches again");
        LOG.debug("watch_lost kind={} version={}", kind.kind(), position.version(), e);
        if (position.mustList()) {
            return Reason.EXPIRED;
        }
        return e instanceof SocketTimeoutException ? Reason.HUNG : Reason.BROKEN;
    }

    private void handle(ApiAnswer.Event event, Watch watch) throws IOException, InterruptedException {
        ApiObject object = event.object();
        switch (event.type()) {
            case "ADDED", "MODIFIED" -> intake.changed(object);
            case "DELETED" -> intake.deleted(object);
            case "BOOKMARK" -> watch.hasBookmarks = true;
            case "ERROR" -> {
                ApiStatusException error = object.asError();
                position.refused(error);
                throw error;
            }
            default -> {
                LOG.warn(
                        "watch_event_ignored kind={} type=\"{}\" cause=\"the type is unknown\"",
                        kind.kind(),
                        event.type());
                return;
            }
        }
        if (position.received(object.version()) && !watch.isCompared) {
            // Not proof of a restored database: some servers begin a watch with objects that they have already.
            watch.isCompared = true;
            compareWithPresentVersion();
        }
    }
}
