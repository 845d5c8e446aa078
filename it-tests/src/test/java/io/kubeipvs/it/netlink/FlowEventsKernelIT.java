package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowEvent;
import io.kubeipvs.netlink.conntrack.FlowEvents;
import io.kubeipvs.netlink.conntrack.FlowFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowEventsKernelIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private KernelNamespace namespace;

    @BeforeEach
    void open() {
        namespace = KernelNamespace.withLoopback();
    }

    @AfterEach
    void close() {
        namespace.close();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.96.0.10", "fd00::1, fd00:96::a"})
    void reportsAFlowsLife(String client, String vip) throws Exception {
        String[] flow = {"-p", "udp", "-s", client, "-d", vip, "--sport", "40000", "--dport", "53"};
        try (Subscription<FlowEvent> events = namespace.call(FlowEvents::ofAll);
                ConntrackClient table = namespace.call(ConntrackClient::open)) {
            conntrack("-I", flow, "-t", "1000");
            Flow listed = table.flows(FlowFilter.ALL).get(0);
            conntrack("-U", flow, "-m", "9");
            conntrack("-D", flow);

            FlowEvent.Created created = (FlowEvent.Created) next(events);
            FlowEvent.Changed changed = (FlowEvent.Changed) next(events);
            FlowEvent.Removed removed = (FlowEvent.Removed) next(events);

            assertThat(List.of(created.flow(), changed.flow(), removed.flow()))
                    .allSatisfy(event -> {
                        assertThat(event.original()).isEqualTo(listed.original());
                        assertThat(event.id()).isEqualTo(listed.id());
                    })
                    .extracting(Flow::mark)
                    .containsExactly(0, 9, 9);
            assertThat(events.next(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void reportsRemovalsAlone() throws Exception {
        String[] flow = {"-p", "udp", "-s", "10.0.0.1", "-d", "10.96.0.10", "--sport", "40000", "--dport", "53"};
        try (Subscription<FlowEvent> events = namespace.call(FlowEvents::ofRemovals);
                ConntrackClient table = namespace.call(ConntrackClient::open)) {
            conntrack("-I", flow, "-t", "1000");
            Flow listed = table.flows(FlowFilter.ALL).get(0);

            table.delete(List.of(listed.deletion()));

            assertThat(next(events))
                    .isInstanceOfSatisfying(
                            FlowEvent.Removed.class,
                            removed -> assertThat(removed.flow().original()).isEqualTo(listed.original()));
            assertThat(events.next(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void aReaderThatIsTooSlowIsNotifiedAndReceivesLaterEvents() throws Exception {
        try (Subscription<FlowEvent> events = namespace.call(FlowEvents::ofAll)) {
            // Far more than the receive buffer of 1 MiB holds, at some 700 bytes each.
            Path file = Files.createTempFile("flows-", ".txt");
            Files.write(
                    file,
                    IntStream.range(0, 4000)
                            .mapToObj(
                                    i -> "-I -p udp -s 10.0.0.1 -d 10.96.0.10 -t 1000 --dport 53 --sport " + (1000 + i))
                            .toList());
            namespace.run("conntrack", "-R", file.toString());
            Files.delete(file);

            FlowEvent event = next(events);
            while (!(event instanceof FlowEvent.Lost)) {
                event = next(events);
            }
            while (events.next(Duration.ZERO).isPresent()) {
                // what still was in the buffer
            }
            conntrack("-D", new String[] {"-p", "udp", "--orig-port-src", "1000"});

            assertThat(next(events)).isInstanceOf(FlowEvent.Removed.class);
        }
    }

    private void conntrack(String command, String[] flow, String... more) {
        namespace.run(Stream.of(new String[] {"conntrack", command}, flow, more)
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private static FlowEvent next(Subscription<FlowEvent> events) throws NetlinkException {
        Optional<FlowEvent> event = events.next(PATIENCE);
        return event.orElseThrow(() -> new AssertionError("no event came"));
    }
}
