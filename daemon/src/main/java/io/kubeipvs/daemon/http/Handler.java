package io.kubeipvs.daemon.http;

/** Answers requests with GET or HEAD, on the server's thread: it must not wait for anything. */
@FunctionalInterface
public interface Handler {
    /** The answer. To HEAD it is sent without its body. */
    Page answer(Request request);
}
