package io.kubeipvs.daemon.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Answers each path with its page at once, and other paths with 404.
 *
 * @param pages by path
 */
public record Pages(Map<String, Function<Request, Page>> pages) implements Handler {
    public Pages {
        pages = Map.copyOf(pages);
    }

    @Override
    public CompletableFuture<Page> answer(Request request) {
        Function<Request, Page> found = pages.get(request.path());
        return CompletableFuture.completedFuture(found == null ? Page.notFound() : found.apply(request));
    }
}
