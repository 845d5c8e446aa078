package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.protobuf.ProtobufWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A page of 30 MB, as of a server that ignores the limit: it must not be in memory as a whole at any time. */
class LargePageTest {
    private static final int OBJECTS = 10_000;
    private static final int EVERY = 2_000;
    private static final long MOST_BYTES = 8 << 20;
    private static final String HEAD =
            "{\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"77\"}";
    private static final String FILLER = "f:x".repeat(1000);

    private final Sink sink = new Sink();
    private int read;
    private long mostUsed;
    private volatile long sent;

    @Test
    void isReadObjectByObject() throws Exception {
        isReadObjectByObject(this::answer);
    }

    @Test
    void isReadObjectByObjectInProtobuf() throws Exception {
        byte[] list = ProtobufWriter.list(
                HEAD + "}",
                IntStream.range(0, OBJECTS)
                        .mapToObj(i -> ProtobufWriter.item(item(i)))
                        .toList());
        isReadObjectByObject(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", ApiAnswer.PROTOBUF);
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(list);
                sent = list.length;
            }
        });
    }

    private void isReadObjectByObject(HttpHandler answer) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", answer);
        server.start();
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort());
        try (ApiServer client = ApiServer.over(ApiClients.open(config, "0"), ApiTimings.DEFAULT)) {
            long before = used();
            ApiAnswer.Page page = client.firstPage(new ServiceKind(sink.tracker), ApiServer.ANY_VERSION, this::take);
            assertThat(page.version()).isEqualTo("77");
            assertThat(read).isEqualTo(OBJECTS);
            assertThat(sent).isGreaterThan(30_000_000);
            assertThat(mostUsed - before).isLessThan(MOST_BYTES);
        } finally {
            server.stop(0);
        }
    }

    private void take(ApiObject object) {
        assertThat(object.name()).isEqualTo("s" + read);
        read++;
        if (read % EVERY == 0) {
            mostUsed = Math.max(mostUsed, used());
        }
    }

    /** The bytes that live objects take. */
    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody())) {
            send(out, HEAD + ",\"items\":[");
            for (int i = 0; i < OBJECTS; i++) {
                send(out, (i == 0 ? "" : ",") + item(i));
            }
            send(out, "]}");
        }
    }

    private static String item(int i) {
        return "{\"kind\":\"Service\",\"metadata\":{\"name\":\"s" + i
                + "\",\"namespace\":\"default\",\"managedFields\":[{\"fieldsV1\":{\"" + FILLER
                + "\":{}}}]},\"spec\":{\"clusterIP\":\"10.96.0.1\",\"ports\":[{\"port\":80}]}}";
    }

    private void send(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        sent += bytes.length;
    }
}
