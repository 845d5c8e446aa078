package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.daemon.config.StatusReaders;
import io.kubeipvs.daemon.http.Handler;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.http.Request;
import io.kubeipvs.daemon.work.Workers;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers {@code /status}. One page is made at a time, on a thread of its own; a few requests wait, and more are refused. So
 * readers delay neither metrics nor the sync thread, and the memory of one page is the most that they need.
 */
public final class StatusPage implements Handler, AutoCloseable {
    /** The path of the page. */
    public static final String PATH = "/status";

    /** Requests that wait. */
    static final int WAITING = 4;

    /** After so long without a reader the thread ends. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final PageReader reader;
    private final Supplier<StatusReaders> readers;
    private final ThreadPoolExecutor pool;

    /** Loaded at the first page. */
    private static final class Lazy {
        private static final PageTemplate TEMPLATE = new PageTemplate();
    }

    /**
     * @param readers who may read it, beside the programs of this host; at each request
     * @param clock of the time of day that the page states
     * @param workers start the thread
     */
    public StatusPage(Sources sources, Supplier<StatusReaders> readers, InstantSource clock, Workers workers) {
        this.reader = new PageReader(sources, clock);
        this.readers = readers;
        this.pool = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                workers.pool("status-page"));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<Page> answer(Request request) {
        Optional<String> refusal = new Gate(readers.get()).refusal(request);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(Page.refused(HttpURLConnection.HTTP_FORBIDDEN, refusal.get()));
        }
        CompletableFuture<Page> page = new CompletableFuture<>();
        try {
            pool.execute(() -> complete(page, PageQuery.of(request)));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    Page.refused(HttpURLConnection.HTTP_UNAVAILABLE, "other readers wait for this page; try again")
                            .withHeader("Retry-After", "5"));
        }
        return page;
    }

    /** A handler that answers the path of the page with it, and other paths with these pages. */
    public Handler beside(Handler others) {
        return request ->
                request.path().equals(PATH) && readers.get().isServed() ? answer(request) : others.answer(request);
    }

    private void complete(CompletableFuture<Page> page, PageQuery query) {
        try {
            page.complete(page(query));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the program ends, and its connections with it
        } catch (RuntimeException e) {
            page.completeExceptionally(e);
        }
    }

    private Page page(PageQuery query) throws InterruptedException {
        PageView view = reader.read(query);
        return new Page(HttpURLConnection.HTTP_OK, "text/html; charset=utf-8", Lazy.TEMPLATE.html(view))
                .withHeader("Content-Security-Policy", Lazy.TEMPLATE.policy())
                .withHeader("Cache-Control", "no-store")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin")
                .withHeader("Referrer-Policy", "no-referrer");
    }

    /** Ends the thread; a page that it makes has no answer. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
