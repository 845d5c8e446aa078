package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.PacketModel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Ports;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must be true of any history: of events, of failures, of restarts. */
class ReconcilerProperties {
    private static final Settings RR = new Settings(Scheduler.RR);
    private static final Settings SH = new Settings(Scheduler.SH);

    @Provide
    Arbitrary<List<Event>> histories() {
        return Events.sequences();
    }

    @Property
    void anyHistoryEndsWhereAFreshStartDoes(@ForAll("histories") List<Event> events, @ForAll Random random) {
        SimulatedProxy proxy = new SimulatedProxy(new FakeKernel(), RR);
        for (Event event : interleaved(events, random)) {
            proxy.tell(List.of(event));
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
            proxy.tell(List.of(event));
            assertThat(proxy.round().results())
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(new Outcome.Applied()));
        }
    }

    @Property
    void whatWasPlannedAndDoneIsNotPlannedAgain(@ForAll("histories") List<Event> events) {
        SimulatedProxy proxy = new SimulatedProxy(new FakeKernel(), RR).tell(events);
        proxy.settled();
        proxy.reconciler.adopt(proxy.kernel.observe());
        assertThat(proxy.plan().operations()).isEmpty();
    }

    @Property
    void everyPrefixOfAPlanIsSafe(
            @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR).tell(before);
        proxy.settled();
        KernelState end = SimulatedProxy.freshStart(concat(before, after), RR);
        proxy.tell(after).reconciler.update(proxy.tracker.takeDirty());
        // An address that leaves the node's links takes what it served with it; that is nobody's to keep up.
        Set<Ip> addresses = proxy.node.addresses();
        Set<VirtualServer.Key> servedThroughout = served(end, addresses);
        servedThroughout.retainAll(served(kernel.observe(), addresses));

        for (KernelOp op : proxy.operations(random)) {
            kernel.apply(List.of(op));
            assertThat(served(kernel.observe(), addresses)).containsAll(servedThroughout);
            assertThat(exposed(kernel.observe())).isEmpty();
        }
        assertThat(served(kernel.observe(), addresses)).isEqualTo(served(end, addresses));
        assertThat(proxy.settled()).isEqualTo(end);
    }

    @Property
    void aRestartAfterAnyOperationConverges(
            @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy killed = new SimulatedProxy(kernel, RR).tell(before);
        killed.settled();
        killed.tell(after).reconciler.update(killed.tracker.takeDirty());
        List<KernelOp> planned = killed.operations(random);
        kernel.apply(planned.subList(0, planned.isEmpty() ? 0 : random.nextInt(planned.size())));

        List<Event> all = concat(before, after);
        SimulatedProxy restarted = new SimulatedProxy(kernel, SH).tell(Events.lastWords(all));
        KernelState end = restarted.settled();
        KernelState fresh = SimulatedProxy.freshStart(all, SH);
        assertThat(withoutOrphans(end, fresh, restarted.node)).isEqualTo(fresh);
    }

    @Property
    void whateverIsRefusedTheNextGoodRoundMendsIt(@ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR);
        kernel.setFault(op -> random.nextInt(4) == 0 ? new Outcome.Refused("ENOMEM", "no memory") : null);
        for (Event event : events) {
            proxy.tell(List.of(event)).round();
            assertThat(exposed(kernel.observe())).isEmpty();
        }
        kernel.setFault(op -> null);
        proxy.reconciler.retry();
        proxy.round();
        assertThat(proxy.reconciler.isOwing()).isFalse();
        assertThat(proxy.drained()).isEqualTo(SimulatedProxy.freshStart(events, RR));
    }

    @Property
    void lostAnswersAreMendedByReadingTheKernel(@ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        Kernel forgetful = new Kernel() {
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
            proxy.tell(List.of(event)).reconciler.update(proxy.tracker.takeDirty());
            try {
                proxy.reconciler.apply(proxy.plan(), forgetful);
            } catch (KernelUnavailableException e) {
                continue; // everything stays owed; the next rounds show whether it did
            }
        }
        assertThat(proxy.settled()).isEqualTo(SimulatedProxy.freshStart(events, RR));
    }

    @Property
    void aSettingReachesEveryServiceInPlace(@ForAll("histories") List<Event> events) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, RR).tell(events);
        proxy.settled();
        proxy.reconciler.setSettings(SH);
        proxy.tracker.markAllDirty();
        kernel.log().clear();
        proxy.round();
        assertThat(kernel.log()).allMatch(op -> op instanceof KernelOp.ChangeVirtualServer);
        assertThat(kernel.observe()).isEqualTo(SimulatedProxy.freshStart(events, SH));
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

    private static Set<VirtualServer.Key> served(KernelState state, Set<Ip> nodeAddresses) {
        PacketModel packets = new PacketModel(state, nodeAddresses);
        return state.frontends().keySet().stream()
                .filter(key -> packets.fate(key.vip(), key.port(), key.protocol()) == PacketModel.Fate.SERVED)
                .collect(Collectors.toSet());
    }

    /** Bound addresses on which no virtual server stands at all: the node's own ports would be reachable. */
    private static Set<Ip> exposed(KernelState state) {
        Set<Ip> covered =
                state.frontends().keySet().stream().map(VirtualServer.Key::vip).collect(Collectors.toSet());
        return state.vips().stream().filter(vip -> !covered.contains(vip)).collect(Collectors.toSet());
    }

    /**
     * Leaves out virtual servers that nobody wants on addresses that are not bound and that are no node ports. Killed
     * between unbinding and dropping, they are left behind: a new process cannot tell them from somebody else's.
     */
    private static KernelState withoutOrphans(KernelState state, KernelState fresh, NodeView node) {
        return KernelState.of(
                state.frontends().values().stream()
                        .filter(f -> fresh.frontends().containsKey(f.key())
                                || state.vips().contains(f.key().vip())
                                || node.has(f.key().vip())
                                        && Ports.isNodePort(f.key().port()))
                        .toList(),
                state.vips());
    }

    private static List<Event> concat(List<Event> first, List<Event> second) {
        List<Event> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
