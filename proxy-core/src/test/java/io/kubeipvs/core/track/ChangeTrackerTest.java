package io.kubeipvs.core.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.options.ServiceOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ChangeTrackerTest {
    private final AtomicInteger pokes = new AtomicInteger();
    private final ChangeTracker tracker = new ChangeTracker(pokes::incrementAndGet);

    @Test
    void coalescesAndTheLatestWins() {
        tracker.putService(service("a", 80));
        tracker.putService(service("a", 81));
        assertThat(tracker.takeDirty())
                .containsExactly(ServiceView.named(name("a")).withService(Optional.of(service("a", 81))));
        assertThat(tracker.takeDirty()).isEmpty();
        assertThat(pokes).hasValue(1);
    }

    /** The sync thread takes the change at once: the thread that made it must not hold the lock any more. */
    @Test
    void whoIsWokenNeedNotWaitForTheOneThatMadeTheChange() {
        List<ServiceView> taken = new CopyOnWriteArrayList<>();
        AtomicReference<ChangeTracker> other = new AtomicReference<>();
        other.set(new ChangeTracker(() ->
                taken.addAll(CompletableFuture.supplyAsync(() -> other.get().takeDirty())
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())));
        other.get().putService(service("a", 80));
        other.get().markAllDirty();
        other.get().removeService(name("a"));
        other.get().relistServices(List.of(service("b", 80)));
        assertThat(taken).extracting(ServiceView::name).containsExactly(name("a"), name("a"), name("a"), name("b"));
    }

    @Test
    void anOptionWithoutAUsableValueKeepsTheLastOne() {
        ServiceOptions unusable = ServiceOptions.NONE.withUnusable(Options.SCHEDULER);
        tracker.putService(service("a", 80).withOptions(ServiceOptions.NONE.with(Options.SCHEDULER, Scheduler.WLC)));
        tracker.putService(service("a", 81).withOptions(unusable));
        tracker.relistServices(List.of(service("a", 82).withOptions(unusable)));
        assertThat(options("a").get(Options.SCHEDULER)).contains(Scheduler.WLC);
        tracker.putService(service("a", 82));
        assertThat(options("a")).isEqualTo(ServiceOptions.NONE);
    }

    @Test
    void onlyAllowedOptionsAreInForce() {
        tracker.putService(service("a", 80).withOptions(ServiceOptions.NONE.with(Options.SCHEDULER, Scheduler.WLC)));
        tracker.allowOptions(Set.of());
        assertThat(options("a").withheld()).containsExactly(Options.SCHEDULER);
        assertThat(options("a").get(Options.SCHEDULER)).isEmpty();
        tracker.allowOptions(Set.of(Options.SCHEDULER));
        assertThat(options("a").get(Options.SCHEDULER)).contains(Scheduler.WLC);
    }

    private ServiceOptions options(String service) {
        return tracker.view(name(service)).service().orElseThrow().options();
    }

    @Test
    void theApiServerAndDnsComeFirst() {
        ServiceName api = new ServiceName("default", "kubernetes");
        tracker.putService(service("a", 80));
        tracker.putService(service("dns", 53));
        tracker.putService(service("b", 80));
        tracker.putSlice(slice("s", "kubernetes", "10.36.0.1"));
        assertThat(tracker.takeDirty())
                .extracting(ServiceView::name)
                .containsExactly(api, name("dns"), name("a"), name("b"));
    }

    @Test
    void whatChangesNothingDirtiesNothing() {
        tracker.putService(service("a", 80));
        tracker.putSlice(slice("s", "a", "10.36.0.1"));
        tracker.takeDirty();
        tracker.putService(service("a", 80));
        tracker.putSlice(slice("s", "a", "10.36.0.1"));
        tracker.removeService(name("b"));
        tracker.removeSlice(new SliceName("default", "t"));
        assertThat(tracker.takeDirty()).isEmpty();
    }

    @Test
    void aSliceThatMovesDirtiesBothServices() {
        tracker.putSlice(slice("s", "a", "10.36.0.1"));
        tracker.takeDirty();
        tracker.putSlice(slice("s", "b", "10.36.0.1"));
        assertThat(tracker.takeDirty())
                .containsExactlyInAnyOrder(
                        ServiceView.named(name("a")),
                        ServiceView.named(name("b")).withSlices(List.of(slice("s", "b", "10.36.0.1"))));
    }

    @Test
    void aRelistSweepsWhatItLacks() {
        tracker.relistServices(List.of(service("a", 80), service("b", 80)));
        assertThat(tracker.isComplete()).isFalse();
        tracker.relistSlices(List.of(slice("s", "a", "10.36.0.1"), slice("t", "b", "10.36.0.2")));
        assertThat(tracker.isComplete()).isTrue();
        tracker.takeDirty();

        tracker.relistServices(List.of(service("b", 80)));
        tracker.relistSlices(List.of(slice("s", "a", "10.36.0.1")));
        assertThat(tracker.takeDirty())
                .containsExactlyInAnyOrder(
                        ServiceView.named(name("a")).withSlices(List.of(slice("s", "a", "10.36.0.1"))),
                        ServiceView.named(name("b")).withService(Optional.of(service("b", 80))));
    }

    @Test
    void anEmptyListIsCompleteToo() {
        tracker.relistServices(List.of());
        tracker.relistSlices(List.of());
        assertThat(tracker.isComplete()).isTrue();
        assertThat(pokes).hasPositiveValue();
    }

    @Test
    void reportsEveryTriggerOnceAndNoneOfADeletedSlice() {
        tracker.putSlice(triggered("s", "10.36.0.1", 1));
        tracker.putSlice(triggered("s", "10.36.0.2", 2));
        tracker.putSlice(triggered("s", "10.36.0.3", 2));
        tracker.putSlice(slice("s", "a", "10.36.0.4"));
        assertThat(triggers()).containsExactly(trigger(1), trigger(2));
        assertThat(triggers()).isEmpty();
        tracker.putSlice(triggered("s", "10.36.0.1", 3));
        tracker.removeSlice(new SliceName("default", "s"));
        assertThat(triggers()).isEmpty();
        tracker.putSlice(triggered("s", "10.36.0.1", 4));
        tracker.relistSlices(List.of(triggered("s", "10.36.0.1", 4)));
        assertThat(triggers()).containsExactly(trigger(4));
    }

    @Test
    void countsChangesAndWhatWaits() {
        tracker.putService(service("a", 80));
        tracker.putService(service("a", 80));
        tracker.putService(service("a", 81));
        tracker.putSlice(slice("s", "b", "10.36.0.1"));
        tracker.putSlice(slice("s", "b", "10.36.0.2"));
        assertThat(tracker.counts())
                .isEqualTo(ChangeCounts.NONE.withChanges(2, 2).withPending(1, 2).withDirty(2));
        tracker.takeDirty();
        tracker.removeService(name("a"));
        tracker.removeSlice(new SliceName("default", "s"));
        assertThat(tracker.counts())
                .isEqualTo(ChangeCounts.NONE.withChanges(3, 3).withPending(1, 1).withDirty(2));
        tracker.takeDirty();
        tracker.removeService(name("a"));
        assertThat(tracker.counts())
                .isEqualTo(ChangeCounts.NONE.withChanges(3, 3).withPending(0, 0).withDirty(0));
    }

    private List<ChangeTrigger> triggers() {
        return tracker.takeDirty().stream()
                .flatMap(view -> view.triggers().stream())
                .toList();
    }

    private static ChangeTrigger trigger(long second) {
        return new ChangeTrigger(Family.IPV4, Instant.ofEpochSecond(second));
    }

    private static SliceSpec triggered(String name, String address, long second) {
        return slice(name, "a", address).withTrigger(Optional.of(trigger(second)));
    }

    private static ServiceName name(String name) {
        return new ServiceName("default", name);
    }

    private static ServiceSpec service(String name, int port) {
        return ServiceSpec.named(name(name))
                .withClusterIps(List.of(Ip.parse("10.96.0.1")))
                .withPorts(List.of(new ServicePort("", Protocol.TCP, port)));
    }

    private static SliceSpec slice(String name, String service, String address) {
        return SliceSpec.named(new SliceName("default", name), name(service))
                .withPorts(List.of(new SlicePort("", Protocol.TCP, 8080)))
                .withEndpoints(List.of(Endpoint.at(Ip.parse(address))));
    }
}
