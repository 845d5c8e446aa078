package io.kubeipvs.daemon.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers each path with its page, for any method, and other paths with 404.
 *
 * @param pages by path; each receives the request's header {@code Accept}, "" without one
 */
public record Pages(Map<String, Function<String, Page>> pages) implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    static {
        // Head and body of an answer are two packets. The second would wait 40 ms for the acknowledgement of the first.
        // The JDK reads the property when it makes the first server.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    public Pages {
        pages = Map.copyOf(pages);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, page(exchange));
        } catch (RuntimeException | StackOverflowError e) {
            // Not thrown on: an Error would end the server's thread.
            LOG.error("request_failed path=\"{}\" cause=\"{}\"", exchange.getRequestURI(), e.toString(), e);
        }
    }

    private Page page(HttpExchange exchange) {
        String accept = Optional.ofNullable(exchange.getRequestHeaders().get("Accept"))
                .map(all -> String.join(",", all))
                .orElse("");
        Function<String, Page> found = pages.get(exchange.getRequestURI().getPath());
        return found == null ? Page.notFound() : found.apply(accept);
    }

    /** Sends the page as the answer, without its body to HEAD. The handler may have set headers before. */
    public static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(page.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(page.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
