package io.kubeipvs.daemon.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.config.StatusReaders;
import io.kubeipvs.daemon.http.Http;
import io.kubeipvs.daemon.http.HttpPort;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.http.Limits;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.http.Pages;
import io.kubeipvs.daemon.http.Raw;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser gets it, over real sockets. */
class StatusPageTest {
    private static final String EVIL = "<script>alert(1)</script>\"'&";
    private static final IpvsTable.Traffic BUSY = new IpvsTable.Traffic(90_000, 22, 88_000_000, 1_900_000_000);

    private volatile StatusReaders readers = StatusReaders.DEFAULT;
    private final SampleSources sources = new SampleSources();
    private final HttpServer server = new HttpServer("test", Limits.PAGES, Workers.unobserved());
    private final StatusPage page = new StatusPage(
            sources, () -> readers, InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")), Workers.unobserved());
    private HttpPort port;

    @BeforeEach
    void listen() throws IOException {
        sources.with("default/web", "10.96.4.17", 443, BUSY, 91, 1109);
        sources.with("shop/queue", "10.96.9.4", 5672, SampleSources.IDLE);
        port = server.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                page.beside(new Pages(Map.of("/metrics", request -> Page.text("metrics")))));
    }

    @AfterEach
    void close() {
        sources.free.countDown();
        page.close();
        server.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return Http.get(port.address(), path);
    }

    /** The text that a reader sees of the page, in words with one space between them. */
    private String text(String path) throws IOException, InterruptedException {
        return get(path)
                .body()
                .replaceAll("(?s)<style>.*</style>", "")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    void showsHealthThenVirtualServersWithTheirRealServers() throws Exception {
        assertThat(text("/status"))
                .contains("kube-ipvs 1.2.3 worker-3 Healthy", "2026-03-01 12:00:00 UTC", "No problems.")
                .containsSubsequence(
                        "1 to 2 of 2 virtual servers, problems first",
                        "shop/queue 10.96.9.4:5672/TCP ClusterIP, lc no endpoint: refuses connections 0 of 0 ready",
                        "default/web 10.96.4.17:443/TCP ClusterIP, lc 2 of 2 ready 1.2k 0 22 88M 1.9G 90k",
                        "10.36.0.2:8443 up 1 1.1k 0 0 0 0 0",
                        "10.36.0.1:8443 up 1 91 0 0 0 0 0");
    }

    @Test
    void problemsComeFirstEachWithItsCauseAndFix() throws Exception {
        sources.status = SampleSources.status(
                StatusDocument.State.DEGRADED,
                new StatusDocument.Refused(
                        List.of(new StatusDocument.Operation(
                                "add real server 10.36.4.9:8443",
                                "ENOMEM (out of memory)",
                                "free kernel memory",
                                4,
                                31)),
                        List.of(new StatusDocument.Address("shop/legacy", "198.51.100.9: is another node's")),
                        List.of(new StatusDocument.Rejected("Service shop/odd", "spec.ports: is missing", 0))),
                new StatusDocument.Condition("operation", "1 kernel object is not as wanted", ""),
                new StatusDocument.Condition("watch_silent", "no news for 10 minutes", "look at the API server"));
        assertThat(text("/status"))
                .containsSubsequence(
                        "Degraded",
                        "2 problems.",
                        "watch silent no news for 10 minutes Fix look at the API server",
                        "add real server 10.36.4.9:8443 ENOMEM (out of memory) (4 attempts in 31s) Fix free kernel memory",
                        "Service shop/odd spec.ports: is missing",
                        "Service shop/legacy 198.51.100.9: is another node's",
                        "Services from https://10.0.0.1:6443",
                        "default/web")
                .doesNotContain("1 kernel object is not as wanted");
    }

    @Test
    void showsDrainsAndRefusals() throws Exception {
        sources.realServers.put(
                "TCP 10.96.4.17:443",
                List.of(
                        new IpvsTable.RealServer("10.36.0.1:8443", 1, 91, 2, SampleSources.IDLE),
                        new IpvsTable.RealServer("10.36.0.9:8443", 0, 3, 0, SampleSources.IDLE)));
        sources.drains.put("TCP 10.96.4.17:443", Map.of("10.36.0.9:8443", 720L));
        sources.unserved.add(
                new NamesDocument.Unserved("shop", "legacy", "198.51.100.9", "other_node", "it is another node's"));
        assertThat(text("/status"))
                .contains("All 3 Problems 2 Draining 1")
                .containsSubsequence(
                        "shop/legacy 198.51.100.9 REFUSED other_node: it is another node's not served - - - - - -",
                        "default/web 10.96.4.17:443/TCP ClusterIP, lc 1 of 2 wanted servers are in the kernel 1 of 2 ready,"
                                + " 1 draining 94",
                        "10.36.0.9:8443 draining 12m of 1h 0 3");
        assertThat(text("/status?show=draining")).contains("1 to 1 of 1 virtual server,", "default/web");
        assertThat(text("/status?show=problems")).contains("1 to 2 of 2 virtual servers,", "shop/legacy", "shop/queue");
    }

    @Test
    void hostileNamesAreText() throws Exception {
        sources.with("ns/" + EVIL.replace("/", ""), "10.96.7.7", 80, SampleSources.IDLE, 1);
        sources.unserved.add(new NamesDocument.Unserved("n", "x", EVIL, "r", EVIL));
        sources.status =
                SampleSources.status(StatusDocument.State.DEGRADED, new StatusDocument.Condition(EVIL, EVIL, EVIL));
        String body =
                get("/status?q=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E").body()
                        + get("/status").body();
        assertThat(body).doesNotContain("<script").contains("&lt;script&gt;");
        Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(body);
        List<String> targets = new ArrayList<>();
        while (links.find()) {
            targets.add(links.group(1));
        }
        assertThat(targets).isNotEmpty().allMatch(target -> target.matches("[?#][^<>\"' ]*|metrics|configz|data:,"));
    }

    @Test
    void aBrowserMayLoadNothingAndRunNothing() throws Exception {
        HttpResponse<String> answer = get("/status");
        Matcher style = Pattern.compile("(?s)<style>(.*)</style>").matcher(answer.body());
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(digest)
                        + "'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).doesNotContain("<script", "style=\"", "http://", "@import", "url(");
    }

    @Test
    void onlyThePagesOwnRealServersAreRead() throws Exception {
        for (int i = 0; i < 120; i++) {
            sources.with("many/web-" + i, "10.97.0." + i, 80, SampleSources.IDLE, 1, 2, 3);
        }
        assertThat(text("/status?page=2")).contains("51 to 100 of 122 virtual servers", "Page 2 of 3");
        assertThat(sources.read).hasSize(Selection.PAGE_SIZE);
        assertThat(text("/status?page=99")).contains("101 to 122 of 122 virtual servers", "Page 3 of 3");
        assertThat(text("/status?q=web-11&sort=name")).contains("1 to 11 of 11 virtual servers, by name");
    }

    @Test
    void aSearchFindsNamesAddressesAndPorts() throws Exception {
        assertThat(text("/status?q=SHOP%2Fque")).contains("1 to 1 of 1").contains("shop/queue");
        assertThat(text("/status?q=10.96.4.17:443")).contains("1 to 1 of 1").contains("default/web");
        assertThat(text("/status?q=shop+5672")).contains("1 to 1 of 1").contains("shop/queue");
        assertThat(text("/status?q=shop+443")).contains("Nothing found. Show all");
        assertThat(Raw.ask(port.address(), "GET /status?q=%ff%zz HTTP/1.1\r\n\r\n"))
                .contains("1 to 2 of 2");
    }

    @Test
    void manyRealServersAreCutUntilTheReaderAsksForThem() throws Exception {
        int[] active = new int[500];
        sources.with("big/one", "10.98.0.1", 80, SampleSources.IDLE, active);
        assertThat(text("/status")).contains("367 more real servers");
        String alone = text("/status?q=big/one");
        assertThat(alone).contains("100 more real servers: kube-ipvs services big/one lists all");
        assertThat(text("/status?servers=no"))
                .contains("500 of 500 ready", "Show real servers")
                .doesNotContain("10.36.0.1:8443", "more real servers");
    }

    @Test
    void reloadsOnlyWhereTheReaderWantsIt() throws Exception {
        assertThat(get("/status").body()).doesNotContain("http-equiv");
        assertThat(get("/status?refresh=yes&q=web").body())
                .contains("<meta http-equiv=\"refresh\" content=\"10\">", "href=\"?q=web\"");
    }

    @Test
    void showsHealthWhereTheKernelCannotBeRead() throws Exception {
        sources.isKernelAway = true;
        assertThat(text("/status"))
                .contains("No problems.", "The kernel cannot be read: this kernel has no IPVS", "modprobe ip_vs");
    }

    @Test
    void statesThatTheSyncThreadIsBusy() throws Exception {
        sources.incomplete = Optional.of("the sync thread is busy for 9 s: READ_KERNEL");
        assertThat(text("/status"))
                .contains("Refused addresses and drains are not listed: the sync thread is busy for 9 s: READ_KERNEL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:10249", "a b", "localhost,x"})
    void aForeignNameIsRefused(String host) throws Exception {
        assertThat(Raw.ask(port.address(), "GET /status HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .endsWith("403 ask by address or as localhost; statusPage.allowedHosts can allow other names\n");
        assertThat(Raw.ask(port.address(), "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void theConfigurationCanTakeThePageAway() throws Exception {
        readers = readers.served(false);
        assertThat(get("/status").statusCode()).isEqualTo(404);
        readers = readers.served(true);
        assertThat(get("/status").statusCode()).isEqualTo(200);
    }

    @Test
    void onePageIsMadeAtATimeAndMetricsDoNotWait() throws Exception {
        sources.isWaiting = true;
        List<Socket> waiting = new ArrayList<>();
        int tooMany = 3;
        for (int i = 0; i < 1 + StatusPage.WAITING + tooMany; i++) {
            waiting.add(Raw.open(port.address(), "GET /status HTTP/1.1\r\n\r\n"));
        }
        Await.until(() -> {
            int answered = 0;
            for (Socket each : waiting) {
                answered += each.getInputStream().available() > 0 ? 1 : 0;
            }
            assertThat(answered).isEqualTo(tooMany);
        });
        assertThat(get("/metrics").body()).isEqualTo("metrics");
        sources.free.countDown();
        List<String> answers = new ArrayList<>();
        for (Socket each : waiting) {
            answers.add(Raw.rest(each));
            each.close();
        }
        assertThat(answers)
                .filteredOn(answer -> answer.startsWith("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n"))
                .hasSize(tooMany);
        assertThat(answers)
                .filteredOn(answer -> answer.startsWith("HTTP/1.1 200 OK\r\n") && answer.endsWith("</html>\n"))
                .hasSize(1 + StatusPage.WAITING);
    }

    @Test
    void headHasNoBodyAndOtherMethodsAreRefused() throws Exception {
        assertThat(Raw.ask(port.address(), "HEAD /status HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n");
        assertThat(Raw.ask(port.address(), "POST /status HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    }
}
