package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists that the server compresses. */
class CompressedListTest {
    private static final int SERVICES = 200;

    private final Sink sink = new Sink();
    private StandInApiServer server;
    private ApiSource source;

    @BeforeEach
    void serve() throws IOException {
        server = new StandInApiServer();
        for (int i = 1; i <= SERVICES; i++) {
            server.put("services", Samples.service("s" + i, "10.96.0." + i));
        }
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        server.close();
    }

    private void start() throws Exception {
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        Duration minute = Duration.ofMinutes(1);
        ApiTimings timings = new ApiTimings(SERVICES, minute, minute, Duration.ofMillis(2), Duration.ofMillis(20));
        source = new ApiSource(ApiClients.open(config, "1.2.3"), sink.receivers, sink, sink, timings);
        source.start(Workers.unobserved());
    }

    @Test
    void isReadAsAnyOther() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        server.compressNextServices(zipped -> {
            sent.set(zipped.length);
            return zipped;
        });
        start();
        Await.until(() -> assertThat(sink.services()).hasSize(SERVICES));
        assertThat(server.lists("services")).hasSize(1);
        assertThat(sent.get()).as("bytes of the list").isBetween(1, SERVICES * 100);
    }

    @Test
    void isListedAgainWhenItIsCutOff() throws Exception {
        listsAgainAfter(zipped -> Arrays.copyOf(zipped, zipped.length / 2));
    }

    @Test
    void isListedAgainWhenItHasNoChecksum() throws Exception {
        listsAgainAfter(zipped -> Arrays.copyOf(zipped, zipped.length - 8));
    }

    @Test
    void isListedAgainWhenABitIsWrong() throws Exception {
        listsAgainAfter(zipped -> {
            byte[] damaged = zipped.clone();
            damaged[zipped.length / 2] ^= 4;
            return damaged;
        });
    }

    @Test
    void isListedAgainWhenItIsNotCompressed() throws Exception {
        listsAgainAfter(zipped -> "{\"kind\":\"ServiceList\",\"items\":[]}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isListedAgainWhenItIsEmpty() throws Exception {
        listsAgainAfter(zipped -> new byte[0]);
    }

    private void listsAgainAfter(UnaryOperator<byte[]> damage) throws Exception {
        server.compressNextServices(damage);
        server.compressNextServices(UnaryOperator.identity());
        start();
        Await.until(() -> assertThat(sink.services()).hasSize(SERVICES));
        Await.until(() -> assertThat(sink.tracker.isComplete()).isTrue());
        assertThat(server.lists("services")).hasSize(2);
    }
}
