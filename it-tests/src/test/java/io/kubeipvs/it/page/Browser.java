package io.kubeipvs.it.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chromium without a window, driven by its DevTools protocol. Used by one thread. */
final class Browser implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final String LISTENING = "DevTools listening on ws://";

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> arrived = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private int lastId;

    private Browser(Process process, String page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(page), new Listener())
                .join();
    }

    /** Collects the parts of each message. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                arrived.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /** Starts it with an empty page. */
    static Browser start() throws Exception {
        Path profile = Files.createTempDirectory("chromium-");
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox", // as root it has none
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        String server = listening(process);
        Browser browser = new Browser(process, pageOf(server));
        for (String domain : List.of("Page", "Runtime", "Log", "Accessibility")) {
            browser.call(domain + ".enable", Map.of());
        }
        return browser;
    }

    private static String listening(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                drain(lines);
                return line.substring(LISTENING.length()).split("/")[0];
            }
            all.append(line).append('\n');
        }
        throw new IllegalStateException("chromium does not start:\n" + all);
    }

    /** Otherwise it stops when the pipe is full. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(() -> lines.lines().forEach(line -> {}));
        thread.setDaemon(true);
        thread.start();
    }

    private static String pageOf(String server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server + "/json/list"))
                .build();
        while (true) {
            String list = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            for (JsonNode target : JsonMapper.shared().readTree(list)) {
                if (target.at("/type").asString().equals("page")) {
                    return target.at("/webSocketDebuggerUrl").asString();
                }
            }
            Thread.sleep(50);
        }
    }

    /** Calls a method of the protocol and returns its result. */
    JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
        int id = ++lastId;
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        socket.sendText(JsonMapper.shared().writeValueAsString(message), true).join();
        while (true) {
            JsonNode next = next(method);
            if (next.at("/id").asInt() == id) {
                if (next.has("error")) {
                    throw new IllegalStateException(method + ": " + next.at("/error"));
                }
                return next.at("/result");
            }
        }
    }

    /** The next message. What the page complains about is remembered. */
    private JsonNode next(String waitingFor) throws InterruptedException {
        JsonNode next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("chromium does not answer: " + waitingFor);
        }
        switch (next.at("/method").asString("")) {
            case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled" ->
                complaints.add(next.at("/params").toString());
            default -> {
                // An answer, or news that no test needs.
            }
        }
        return next;
    }

    /** Opens a page and waits until it is loaded. */
    void open(String url) throws InterruptedException {
        complaints.clear();
        call("Page.navigate", Map.of("url", url));
        while (!evaluate("document.readyState + ' ' + location.href").asString().startsWith("complete http")) {
            Thread.sleep(20);
        }
    }

    /** The errors and warnings of the page since it was opened. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The size of the window in CSS pixels, and the colour scheme that the user prefers: light or dark. */
    void show(int width, int height, String scheme) throws InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The value of an expression in the page. */
    JsonNode evaluate(String expression) throws InterruptedException {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.at("/exceptionDetails"));
        }
        return result.at("/result/value");
    }

    /** Presses a key, by the names of the web's key events. */
    void press(String key, int code) throws InterruptedException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("key", key);
        event.put("code", key);
        event.put("windowsVirtualKeyCode", code);
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        for (String type : List.of("keyDown", "keyUp")) {
            event.put("type", type);
            call("Input.dispatchKeyEvent", event);
        }
    }

    /** The accessible objects of the page, as a screen reader gets them. */
    List<JsonNode> accessible() throws InterruptedException {
        List<JsonNode> nodes = new ArrayList<>();
        call("Accessibility.getFullAXTree", Map.of()).at("/nodes").forEach(node -> {
            if (!node.at("/ignored").asBoolean()) {
                nodes.add(node);
            }
        });
        return nodes;
    }

    /** A picture of the upper part of the page. */
    byte[] picture(int width, int height) throws InterruptedException {
        Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        String data = call("Page.captureScreenshot", Map.of("format", "png", "clip", clip))
                .at("/data")
                .asString();
        return Base64.getDecoder().decode(data);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
