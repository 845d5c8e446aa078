package io.kubeipvs.daemon.statuspage;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Makes the HTML of a page. Loaded at the first page, so that it costs nothing until then. Safe for use by many threads. */
final class PageTemplate {
    /** Where the build puts the compiled templates. */
    private static final String COMPILED = "io.kubeipvs.daemon.statuspage.compiled";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, PageTemplate.class.getClassLoader(), COMPILED);
    private final String style = resource("status.css");
    private final String policy = "default-src 'none'; style-src 'sha256-" + digest(style)
            + "'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** The page as HTML. */
    String html(PageView page) {
        StringOutput output = new StringOutput();
        engine.render("status.jte", Map.of("page", page, "style", style), output);
        return output.toString();
    }

    /** The content security policy: a browser shows the text and its own style, and loads and runs nothing. */
    String policy() {
        return policy;
    }

    private static String resource(String name) {
        try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
