package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.PacketModel;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
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
import java.util.function.BiPredicate;
import java.util.function.Consumer;
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
        proxy.apply(after).reconciler.update(proxy.tracker.takeDirty());
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

    /** A large change is planned Service by Service, and a client that is served before and after it is served throughout. */
    @Property(tries = 300)
    void plansInPortionsAreSafeAfterAChangeAndAfterARestart(
            @ForAll("histories") List<Event> before,
            @ForAll("histories") List<Event> after,
            @ForAll boolean isRestart,
            @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, new Reconciler(RR, 1)).apply(before);
        proxy.settled();
        KernelState end = SimulatedProxy.freshStart(concat(before, after), RR);
        if (isRestart) {
            proxy = new SimulatedProxy(kernel, new Reconciler(RR, 1)).apply(Events.lastWords(concat(before, after)));
        } else {
            proxy.apply(after);
        }
        Reconciler reconciler = proxy.reconciler;
        reconciler.update(proxy.tracker.takeDirty());
        if (isRestart) {
            reconciler.adopt(kernel.observe());
        }
        Set<Ip> addresses = proxy.node().addresses();
        Set<Served> servedThroughout = served(end, addresses);
        servedThroughout.retainAll(served(kernel.observe(), addresses));
        Kernel checked = new StepByStep(kernel, op -> {
            assertThat(served(kernel.observe(), addresses)).as("after %s", op).containsAll(servedThroughout);
            assertThat(exposed(kernel.observe(), addresses)).as("after %s", op).isEmpty();
        });
        // Where two Services exchange an address, an operation may have to wait for the other Service.
        for (int i = 0; i < 2; i++) {
            reconciler.retry();
            while (reconciler.isUnfinished()) {
                reconciler.apply(proxy.plan(), checked);
            }
        }
        assertThat(reconciler.isPending()).isFalse();
        assertThat(proxy.drained()).isEqualTo(end);
    }

    @Property(tries = 300)
    void aStartInPortionsNeedsNoOperationTwice(@ForAll("histories") List<Event> events) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, new Reconciler(RR, 1)).apply(Events.lastWords(events));
        proxy.reconciler.update(proxy.tracker.takeDirty());
        while (proxy.reconciler.isUnfinished()) {
            assertThat(proxy.reconciler.apply(proxy.plan(), kernel).results())
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(new Outcome.Applied()));
        }
        assertThat(kernel.observe()).isEqualTo(SimulatedProxy.freshStart(events, RR));
    }

    /** Makes each operation singly and looks at the kernel after it. */
    private record StepByStep(FakeKernel kernel, Consumer<KernelOp> afterEach) implements Kernel {
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
        public List<Outcome> apply(List<KernelOp> operations) {
            List<Outcome> outcomes = new ArrayList<>();
            for (KernelOp op : operations) {
                outcomes.addAll(kernel.apply(List.of(op)));
                afterEach.accept(op);
            }
            return outcomes;
        }
    }

    @Property
    void aRestartAfterAnyOperationConverges(
            @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy killed = new SimulatedProxy(kernel, RR).apply(before);
        killed.settled();
        killed.apply(after).reconciler.update(killed.tracker.takeDirty());
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
            proxy.apply(List.of(event)).reconciler.update(proxy.tracker.takeDirty());
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
        proxy.reconciler.update(proxy.tracker.takeDirty());
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
        proxy.apply(after).reconciler.update(proxy.tracker.takeDirty());
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

    private enum Place {
        EXTERNAL,
        POD,
        NODE;

        PacketModel.Client client(Family family) {
            boolean v4 = family == Family.IPV4;
            return switch (this) {
                case EXTERNAL -> new PacketModel.Client(Ip.parse(v4 ? "198.51.100.1" : "2001:db8::1"), "eth0");
                case POD -> new PacketModel.Client(Ip.parse(v4 ? "10.36.0.99" : "fd00:36::99"), "veth1");
                case NODE -> new PacketModel.Client(Ip.parse(v4 ? "192.168.1.2" : "fd00:192::2"), "");
            };
        }
    }

    /** A client that is served, and by which virtual server. */
    private record Served(Place place, VirtualServer.Key key) {}

    private static Set<Served> served(KernelState state, Set<Ip> nodeAddresses) {
        return connected(
                new PacketModel(state, nodeAddresses),
                state,
                (served, answer) -> answer.fate() == PacketModel.Fate.SERVED);
    }

    private static Set<Served> servedOrPaused(FakeKernel kernel, Set<Ip> nodeAddresses) {
        KernelState state = kernel.observe();
        return connected(
                new PacketModel(state, nodeAddresses, kernel.paused()),
                state,
                (served, answer) ->
                        answer.fate() == PacketModel.Fate.SERVED || answer.fate() == PacketModel.Fate.PAUSED);
    }

    /** The VIPs through which clients reach the node's own ports. */
    private static Set<Served> exposed(KernelState state, Set<Ip> nodeAddresses) {
        return connected(
                new PacketModel(state, Set.of()),
                state,
                (served, answer) -> answer.fate() == PacketModel.Fate.NODE
                        && state.vips().contains(served.key().vip())
                        && !nodeAddresses.contains(served.key().vip()));
    }

    /** The clients that reach another node with their own address, so that answers do not come back this way. */
    private static Set<Served> unmasqueraded(KernelState state, Set<Ip> nodeAddresses, Set<Ip> local) {
        return connected(
                new PacketModel(state, nodeAddresses),
                state,
                (served, answer) -> served.place() != Place.POD
                        && !answer.isMasqueraded()
                        && answer.servers().stream().anyMatch(server -> !local.contains(server.address())));
    }

    private static Set<Served> connected(
            PacketModel packets, KernelState state, BiPredicate<Served, PacketModel.Answer> which) {
        Set<VirtualServer.Key> keys = new HashSet<>(state.frontends().keySet());
        keys.addAll(state.filter().admissions().keySet());
        state.vips().forEach(vip -> keys.add(new VirtualServer.Key(vip, 22, Protocol.TCP)));
        keys.removeIf(VirtualServer.Key::isByMark);
        Set<Served> found = new HashSet<>();
        for (VirtualServer.Key key : keys) {
            for (Place place : Place.values()) {
                Served served = new Served(place, key);
                if (which.test(served, packets.connect(place.client(key.vip().family()), key))) {
                    found.add(served);
                }
            }
        }
        return found;
    }

    private static List<Event> concat(List<Event> first, List<Event> second) {
        List<Event> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
