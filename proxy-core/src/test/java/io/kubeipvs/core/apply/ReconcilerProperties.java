package io.kubeipvs.core.apply;

import static io.kubeipvs.core.apply.ServedClients.exposed;
import static io.kubeipvs.core.apply.ServedClients.served;
import static io.kubeipvs.core.apply.ServedClients.servedOrPaused;
import static io.kubeipvs.core.apply.ServedClients.unmasqueraded;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.apply.ServedClients.Served;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The properties of any history of events, failures and restarts. */
class ReconcilerProperties {
    private static final Settings RR = settings(Scheduler.RR);
    private static final Settings SH = settings(Scheduler.SH);

    private static Settings settings(Scheduler scheduler) {
        List<Cidr> pods = List.of(Cidr.parse("10.36.0.0/16"), Cidr.parse("fd00:36::/48"));
        return Settings.DEFAULT.with(
                settings -> settings.scheduler(scheduler).externalAddresses(rules -> rules.withPodRanges(pods)));
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return Events.sequences();
    }

    @Property
    void anyHistoryEndsWhereAFreshStartDoes(@ForAll("histories") List<Event> events, @ForAll Random random) {
        SimulatedProxy proxy = new SimulatedProxy(new FakeKernel(), RR);
        for (Event event : interleaved(events, random)) {
            proxy.apply(List.of(event));
            if (random.nextInt(3) == 0) {
                proxy.round();
            }
        }
        ApplyReport last = proxy.round();
        assertThat(last.failures()).isEmpty();
        assertThat(last.hasSurprise()).isFalse();
        assertThat(proxy.drained()).isEqualTo(SimulatedProxy.freshStart(events, RR));
    }

    @Property
    void anIncrementalHistoryNeverSurprisesTheKernel(@ForAll("histories") List<Event> events) {
        SimulatedProxy proxy = new SimulatedProxy(new FakeKernel(), RR);
        for (Event event : events) {
            proxy.apply(List.of(event));
            assertThat(proxy.round().results())
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(new Outcome.Applied()));
        }
    }

    @Property
    void aPlanThatWasCarriedOutIsNotPlannedAgain(@ForAll("histories") List<Event> events) {
        SimulatedProxy proxy = new SimulatedProxy(new FakeKernel(), RR).apply(events);
        proxy.settled();
        proxy.reconciler.adopt(proxy.kernel.observe());
        assertThat(proxy.plan().operations()).isEmpty();
    }

    @Property
    void everyPrefixOfAPlanIsSafe(
            @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR).apply(before);
        proxy.settled();
        KernelState end = SimulatedProxy.freshStart(concat(before, after), RR);
        proxy.apply(after).reconciler.updateFrom(proxy.tracker);
        // A Service on an address that the node loses ends with the address.
        Set<Ip> addresses = proxy.node().addresses();
        Set<Served> servedThroughout = served(end, addresses);
        servedThroughout.retainAll(served(kernel.observe(), addresses));
        Set<Ip> local = new HashSet<>(end.filter().addresses(AddressSet.HAIRPINS));
        local.addAll(kernel.observe().filter().addresses(AddressSet.HAIRPINS));

        for (KernelOp op : proxy.operations(random)) {
            kernel.apply(List.of(op));
            assertThat(served(kernel.observe(), addresses)).as("after %s", op).containsAll(servedThroughout);
            assertThat(exposed(kernel.observe(), proxy.node().addresses()))
                    .as("after %s", op)
                    .isEmpty();
            assertThat(unmasqueraded(kernel.observe(), addresses, local))
                    .as("after %s", op)
                    .isEmpty();
        }
        assertThat(served(kernel.observe(), addresses)).isEqualTo(served(end, addresses));
        assertThat(proxy.settled()).isEqualTo(end);
    }

    @Property
    void aRestartAfterAnyOperationConverges(
            @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy killed = new SimulatedProxy(kernel, RR).apply(before);
        killed.settled();
        killed.apply(after).reconciler.updateFrom(killed.tracker);
        List<KernelOp> planned = killed.operations(random);
        kernel.apply(planned.subList(0, planned.isEmpty() ? 0 : random.nextInt(planned.size())));

        List<Event> all = concat(before, after);
        SimulatedProxy restarted = new SimulatedProxy(kernel, SH).apply(Events.lastWords(all));
        KernelState end = restarted.settled();
        KernelState fresh = SimulatedProxy.freshStart(all, SH);
        assertThat(end).isEqualTo(fresh);
    }

    @Property
    void whateverIsRefusedTheNextGoodRoundFixesIt(@ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR);
        kernel.setFault(op -> random.nextInt(4) == 0 ? new Outcome.Refused("ENOMEM", "no memory") : null);
        for (Event event : events) {
            proxy.apply(List.of(event)).round();
            assertThat(exposed(kernel.observe(), proxy.node().addresses())).isEmpty();
        }
        kernel.setFault(op -> null);
        proxy.reconciler.retry();
        proxy.round();
        assertThat(proxy.reconciler.isPending()).isFalse();
        assertThat(proxy.drained()).isEqualTo(SimulatedProxy.freshStart(events, RR));
    }

    @Property
    void lostAnswersAreFixedByReadingTheKernel(@ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        Kernel forgetful = new Kernel() {
            @Override
            public Preparation prepare() {
                return kernel.prepare();
            }

            @Override
            public KernelState observe() {
                return kernel.observe();
            }

            @Override
            public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
                return kernel.connections(virtualServer);
            }

            @Override
            public boolean has(Scheduler scheduler) {
                return kernel.has(scheduler);
            }

            @Override
            public List<Outcome> apply(List<KernelOp> operations) {
                if (random.nextInt(10) == 0) {
                    throw new KernelUnavailableException("broken", null);
                }
                return kernel.apply(operations).stream()
                        .map(o -> random.nextInt(4) == 0 ? new Outcome.Lost("ENOBUFS") : o)
                        .toList();
            }
        };
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR);
        for (Event event : events) {
            proxy.apply(List.of(event)).reconciler.updateFrom(proxy.tracker);
            boolean isUncertain;
            try {
                isUncertain = proxy.reconciler.apply(proxy.plan(), forgetful).hasSurprise();
            } catch (KernelUnavailableException e) {
                isUncertain = true;
            }
            if (isUncertain) {
                proxy.reconciler.adopt(kernel.observe());
            }
        }
        assertThat(proxy.settled()).isEqualTo(SimulatedProxy.freshStart(events, RR));
    }

    @Property
    void aSettingReachesEveryServiceInPlace(@ForAll("histories") List<Event> events) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR).apply(events);
        proxy.settled();
        proxy.changeSettings(SH);
        kernel.log().clear();
        proxy.round();
        assertThat(kernel.log()).allMatch(op -> op.phase().isPerVirtualServer());
        assertThat(kernel.observe()).isEqualTo(SimulatedProxy.freshStart(events, SH));
        assertThat(kernel.refusing()).isEmpty();
        assertThat(kernel.paused()).isEmpty();
    }

    @Property
    void atEveryPrefixOfASchedulerChangeAClientIsServedOrPausedAndOneVirtualServerIsPausedAtMost(
            @ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR).apply(events);
        proxy.settled();
        Set<Ip> addresses = proxy.node().addresses();
        Set<Served> servedBefore = served(kernel.observe(), addresses);
        proxy.changeSettings(SH);
        proxy.reconciler.updateFrom(proxy.tracker);
        for (KernelOp op : proxy.operations(random)) {
            kernel.apply(List.of(op));
            assertThat(kernel.paused()).hasSizeLessThanOrEqualTo(1);
            assertThat(servedOrPaused(kernel, addresses)).as("after %s", op).containsAll(servedBefore);
            assertThat(kernel.refusing()).isEmpty();
        }
        assertThat(kernel.paused()).isEmpty();
        assertThat(served(kernel.observe(), addresses)).isEqualTo(servedBefore);
        assertThat(proxy.settled()).isEqualTo(SimulatedProxy.freshStart(events, SH));
    }

    @Property
    void aSchedulerChangesOnlyWhileNewConnectionsArePausedWhateverIsRefused(
            @ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR).apply(events);
        proxy.settled();
        kernel.setFault(op -> random.nextInt(4) == 0 ? new Outcome.Refused("ENOMEM", "no memory") : null);
        proxy.changeSettings(SH);
        proxy.round();
        assertThat(kernel.refusing()).isEmpty();
        kernel.setFault(op -> null);
        kernel.passPauses();
        proxy.reconciler.retry();
        proxy.round();
        assertThat(proxy.reconciler.isPending()).isFalse();
        assertThat(kernel.refusing()).isEmpty();
        assertThat(kernel.paused()).isEmpty();
        assertThat(kernel.observe()).isEqualTo(SimulatedProxy.freshStart(events, SH));
    }

    @Property
    void planningChangesNothing(@ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after) {
        SimulatedProxy proxy = new SimulatedProxy(new FakeKernel(), RR).apply(before);
        proxy.settled();
        proxy.apply(after).reconciler.updateFrom(proxy.tracker);
        Plan first = proxy.plan();
        int draining = proxy.reconciler.drains().count();
        proxy.pass(Duration.ofSeconds(10));
        Plan second = proxy.plan();
        assertThat(second.steps()).isEqualTo(first.steps());
        assertThat(second.draining()).isEqualTo(first.draining());
        assertThat(proxy.reconciler.drains().count()).isEqualTo(draining);
    }

    /** Keeps the order of events about one object and mixes the rest. */
    private static List<Event> interleaved(List<Event> events, Random random) {
        Map<String, List<Event>> byObject = new HashMap<>();
        events.forEach(e ->
                byObject.computeIfAbsent(e.object(), o -> new ArrayList<>()).add(e));
        List<String> turns = new ArrayList<>(events.stream().map(Event::object).toList());
        Collections.shuffle(turns, random);
        return turns.stream().map(object -> byObject.get(object).remove(0)).toList();
    }

    private static List<Event> concat(List<Event> first, List<Event> second) {
        List<Event> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
