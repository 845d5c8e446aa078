package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDRBuilder;
import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ranges of cluster addresses as an API server has them, or does not. */
class ApiSourceServiceCidrTest {
    private static final ApiTimings QUICK = new ApiTimings(
            500, Duration.ofSeconds(150), Duration.ofMinutes(5), Duration.ofMillis(10), Duration.ofMillis(10));

    private final Sink sink = new Sink();
    private final List<List<Cidr>> reported = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private StandInApiServer server;
    private final ServiceRanges ranges = new ServiceRanges(this::report);
    private ApiSource source;

    @BeforeEach
    void open() throws IOException {
        server = new StandInApiServer();
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        server.close();
    }

    @Test
    void allRangesAreReportedAndFollowed() throws Exception {
        server.put("servicecidrs", cidr("kubernetes", "10.96.0.0/12", "fd00:96::/108"));
        start();
        Await.until(() -> assertThat(reported).containsExactly(ranges("10.96.0.0/12", "fd00:96::/108")));
        OpenWatch watch = server.watch("servicecidrs");
        watch.send(event("ADDED", server.put("servicecidrs", cidr("more", "10.200.0.0/16", "10.96.0.0/12"))));
        Await.until(
                () -> assertThat(reported).last().isEqualTo(ranges("10.96.0.0/12", "fd00:96::/108", "10.200.0.0/16")));
        watch.send(event("DELETED", server.remove("servicecidrs", "kubernetes")));
        Await.until(() -> assertThat(reported).last().isEqualTo(ranges("10.200.0.0/16", "10.96.0.0/12")));
    }

    @Test
    void theyAreSettledWhenListedAndAlsoWhenThePermissionIsMissing() throws Exception {
        assertThat(ranges.isSettled()).isFalse();
        server.refuse("list servicecidrs", Collections.nCopies(1000, 403).toArray(Integer[]::new));
        start();
        Await.until(() -> assertThat(ranges.isSettled()).isTrue());
        assertThat(reported).isEmpty();
    }

    @Test
    void aRangeThatCannotBeReadIsRejected() throws Exception {
        server.put("servicecidrs", cidr("kubernetes", "10.96.0.0"));
        start();
        Await.until(() -> assertThat(sink.rejected)
                .containsEntry(
                        "ServiceCIDR kubernetes",
                        "spec.cidrs[0] '10.96.0.0': must be a range of IPv4 or IPv6 addresses, for instance"
                                + " 10.0.0.0/8"));
    }

    @Test
    void aServerThatDoesNotHaveThemIsFineAndAskedAgain() throws Exception {
        server.put("servicecidrs", cidr("kubernetes", "10.96.0.0/12"));
        server.refuse("list servicecidrs", 404, 404);
        try (CapturedLog log = new CapturedLog()) {
            start();
            Await.until(() -> assertThat(reported).containsExactly(ranges("10.96.0.0/12")));
            assertThat(log.lines("ServiceCIDR"))
                    .singleElement()
                    .asString()
                    .endsWith("kind_unknown_to_server kind=ServiceCIDR effect=\"works without it\"");
            assertThat(log.lines("api_server_failing")).isEmpty();
        }
    }

    @Test
    void aServerThatDoesNotPermitThemIsNoFailingServerAndAskedAgain() throws Exception {
        server.put("servicecidrs", cidr("kubernetes", "10.96.0.0/12"));
        server.refuse("list servicecidrs", 403, 403);
        try (CapturedLog log = new CapturedLog()) {
            start();
            Await.until(() -> assertThat(reported).containsExactly(ranges("10.96.0.0/12")));
            assertThat(log.lines("ServiceCIDR"))
                    .singleElement()
                    .asString()
                    .endsWith("kind_not_permitted kind=ServiceCIDR cause=\"403 Forbidden: needs list on"
                            + " servicecidrs.networking.k8s.io\" effect=\"works without changes of it\" fix=\"permit"
                            + " list and watch on servicecidrs.networking.k8s.io in the ClusterRole\"");
            assertThat(log.lines("api_server_failing")).isEmpty();
        }
    }

    @Test
    void rangesThatAreNoLongerPermittedStayInForce() throws Exception {
        server.put("servicecidrs", cidr("kubernetes", "10.96.0.0/12"));
        start();
        OpenWatch watch = server.watch("servicecidrs");
        server.refuse("watch servicecidrs", 403);
        watch.die();
        server.watch("servicecidrs");
        assertThat(reported).containsExactly(ranges("10.96.0.0/12"));
    }

    @Test
    void aListedRangeThatIsRefusedIsInForceAfterTheNextList() throws Exception {
        server.put("servicecidrs", cidr("kubernetes", "10.96.0.0/12"));
        refusals.set(1);
        start();
        Await.until(() -> assertThat(reported).containsExactly(ranges("10.96.0.0/12")));
        assertThat(refusals).hasNegativeValue();
    }

    @Test
    void aChangedRangeThatIsRefusedIsInForceAfterTheNextWatch() throws Exception {
        server.put("servicecidrs", cidr("kubernetes", "10.96.0.0/12"));
        start();
        Await.until(() -> assertThat(reported).containsExactly(ranges("10.96.0.0/12")));
        refusals.set(1);
        String change = event("ADDED", server.put("servicecidrs", cidr("more", "10.200.0.0/16")));
        server.watch("servicecidrs").send(change);
        // The former version is watched again, so a server sends the event again.
        server.watch("servicecidrs").send(change);
        Await.until(() -> assertThat(reported).last().isEqualTo(ranges("10.96.0.0/12", "10.200.0.0/16")));
        assertThat(refusals).hasNegativeValue();
    }

    /** The program's configuration, in which a change may be refused: all of it then stays as it was. */
    private void report(List<Cidr> ranges) {
        if (refusals.getAndDecrement() > 0) {
            throw new IllegalStateException("no memory");
        }
        reported.add(ranges);
    }

    private void start() throws SourceException {
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        Receivers receivers = new Receivers(sink.tracker, sink.node, ranges);
        source = new ApiSource(ApiClients.open(config, "0"), receivers, sink, sink, QUICK);
        source.start(Workers.unobserved());
    }

    private static ServiceCIDR cidr(String name, String... ranges) {
        return new ServiceCIDRBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withCidrs(ranges)
                .endSpec()
                .build();
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
