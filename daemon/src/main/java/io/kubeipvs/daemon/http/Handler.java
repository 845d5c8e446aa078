package io.kubeipvs.daemon.http;

import java.util.concurrent.CompletableFuture;

/** Answers requests with GET or HEAD, on the server's thread: it must not wait for anything. */
@FunctionalInterface
public interface Handler {
    /** The answer, complete now or later, on any thread. To HEAD it is sent without its body. */
    CompletableFuture<Page> answer(Request request);
}
