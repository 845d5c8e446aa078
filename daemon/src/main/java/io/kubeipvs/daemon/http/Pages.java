package io.kubeipvs.daemon.http;

import java.util.Map;
import java.util.function.Function;

/**
 * Answers each path with its page, and other paths with 404.
 *
 * @param pages by path; each receives the request's header {@code Accept}, "" without one
 */
public record Pages(Map<String, Function<String, Page>> pages) implements Handler {
    public Pages {
        pages = Map.copyOf(pages);
    }

    @Override
    public Page answer(Request request) {
        Function<String, Page> found = pages.get(request.path());
        return found == null ? Page.notFound() : found.apply(request.accept());
    }
}
