package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.metrics.Exercised;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The time of day jumps by hours, back or forward, while the loop works. Only metrics and answers have it: ArchitectureTest
 * shows that nothing else can.
 */
class ClockStepTest extends SyncLoopHarness {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final RealServer.Key OTHER = new RealServer.Key(Ip.parse("10.36.0.2"), POD.port());

    private volatile Instant timeOfDay = START;
    private final ProxyHealth health =
            new ProxyHealth(() -> timeOfDay, MonotonicClock.SYSTEM, () -> Duration.ofSeconds(30));
    private final ProxyMetrics metrics = new ProxyMetrics(
            new RejectedObjects(EventRecorder.NONE), tracker::counts, () -> timeOfDay, Exercised.BUILD);

    @Override
    List<SyncListener> listeners() {
        return List.of(health, metrics, this::record);
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 2})
    void aDrainLastsItsTime(long hours) throws Exception {
        Duration timeout = Duration.ofSeconds(3);
        start(kernel, Duration.ofHours(1));
        changeConfig(config -> config.settings(settings -> settings.drainTimeout(timeout)));
        serve(POD, OTHER);
        synchronized (kernel) {
            kernel.connect(new Connection(WEB, POD));
        }
        tracker.putSlice(slice(OTHER));
        Await.until(() -> assertThat(weight()).isZero());
        long drained = System.nanoTime();
        timeOfDay = START.plus(Duration.ofHours(hours));
        trigger.poke();
        Await.until(() -> assertThat(isThere()).isFalse());
        assertThat(Duration.ofNanos(System.nanoTime() - drained))
                .as("from the drain's begin, less what a slow machine needs to see it")
                .isGreaterThan(timeout.dividedBy(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 2})
    void aRefusedOperationIsTriedAgain(long hours) throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        kernel.setFault(op -> op instanceof VipOp.BindVip && refusals.getAndDecrement() > 0
                ? new Outcome.Refused("ENOMEM", "no memory")
                : null);
        start(kernel, Duration.ofHours(1));
        serve(POD);
        Await.until(() -> assertThat(refusals.get()).isLessThan(2));
        timeOfDay = START.plus(Duration.ofHours(hours));
        Await.until(() -> {
            synchronized (kernel) {
                assertThat(kernel.vips()).contains(WEB.vip());
            }
        });
        assertThat(refusals.get()).isNegative();
        assertThat(health.isHealthy()).isTrue();
        Await.until(() -> assertThat(health.operations()).isEmpty());
        Await.until(() -> assertThat(metrics.scrape())
                .contains("kubeproxy_sync_proxy_rules_last_timestamp_seconds{ip_family=\"IPv4\"} "
                        + timeOfDay.toEpochMilli() / 1000.0));
    }

    private void serve(RealServer.Key... pods) throws InterruptedException {
        loop.changeNode(NODE);
        tracker.relistSlices(List.of(slice(pods)));
        tracker.relistServices(List.of(web()));
        Await.until(() -> assertThat(isThere()).isTrue());
    }

    private boolean isThere() {
        synchronized (kernel) {
            return kernel.realServers(WEB).containsKey(POD);
        }
    }

    private int weight() {
        synchronized (kernel) {
            return kernel.realServers(WEB).get(POD).weight();
        }
    }
}
