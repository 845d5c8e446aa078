package io.kubeipvs.daemon.http;

import java.time.Duration;

/**
 * The limits of clients of a server, all ports together.
 *
 * @param connections at most; for one more, those whose time ends first are closed
 * @param head the time in which the whole head of a request must arrive
 * @param page the time in which the page must be made
 * @param answer the time in which the client must take the answer
 * @param rest the time in which the client must close its side after the answer; a request's body arrives in this time
 *     and is not read further
 */
public record Limits(int connections, Duration head, Duration page, Duration answer, Duration rest) {
    /** For small answers that many may ask for. */
    public static final Limits PROBES =
            new Limits(512, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1));

    /** For large answers that few ask for: at most this many of them are in memory. */
    public static final Limits PAGES = new Limits(
            64, Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(1));
}
