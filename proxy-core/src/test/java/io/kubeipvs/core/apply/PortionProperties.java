package io.kubeipvs.core.apply;

import static io.kubeipvs.core.apply.ServedClients.exposed;
import static io.kubeipvs.core.apply.ServedClients.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.ServedClients.Served;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The properties of changes that are too large for one plan. */
class PortionProperties {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Settings RR = settings(Scheduler.RR);

    private static Settings settings(Scheduler scheduler) {
        List<Cidr> pods = List.of(Cidr.parse("10.36.0.0/16"), Cidr.parse("fd00:36::/48"));
        return Settings.DEFAULT.with(
                settings -> settings.scheduler(scheduler).externalAddresses(rules -> rules.withPodRanges(pods)));
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return Events.sequences();
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
        reconciler.updateFrom(proxy.tracker);
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

    /** Another proxy leaves the same virtual servers and VIPs, and none of our tables. */
    @Property(tries = 300)
    void aTakeoverInPortionsRefusesNothingThatTheOtherProxyServes(
            @ForAll("histories") List<Event> events, @ForAll boolean isOnePortion) {
        Settings settings = RR.with(s -> s.externalAddresses(
                rules -> rules.withServiceRanges(List.of(Cidr.parse("10.96.0.0/12"), Cidr.parse("fd00::/112")))));
        KernelState end = SimulatedProxy.freshStart(events, settings);
        FakeKernel kernel = ServedClients.ofAnotherProxy(end);
        SimulatedProxy proxy = new SimulatedProxy(kernel, new Reconciler(settings, isOnePortion ? 1000 : 1))
                .apply(Events.lastWords(events));
        Set<Ip> addresses = proxy.node().addresses();
        Set<Served> servedThroughout = served(kernel.observe(), addresses);
        servedThroughout.retainAll(served(end, addresses));
        proxy.reconciler.update(proxy.tracker.takeDirty());
        proxy.reconciler.adopt(kernel.observe());
        Kernel checked = new StepByStep(
                kernel,
                op -> assertThat(served(kernel.observe(), addresses))
                        .as("after %s", op)
                        .containsAll(servedThroughout));
        while (proxy.reconciler.isUnfinished()) {
            assertThat(proxy.reconciler.apply(proxy.plan(), checked).failures()).isEmpty();
        }
        assertThat(proxy.drained()).isEqualTo(end);
    }

    @Property(tries = 300)
    void aStartInPortionsNeedsNoOperationTwice(@ForAll("histories") List<Event> events) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, new Reconciler(RR, 1)).apply(Events.lastWords(events));
        proxy.reconciler.updateFrom(proxy.tracker);
        while (proxy.reconciler.isUnfinished()) {
            assertThat(proxy.reconciler.apply(proxy.plan(), kernel).results())
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(new Outcome.Applied()));
        }
        assertThat(kernel.observe()).isEqualTo(SimulatedProxy.freshStart(events, RR));
    }

    /** The later name changed first: the virtual server is planned with the objects of a Service that does not own it. */
    @Test
    void aVirtualServerOfTwoServicesIsPlannedWithTheMarkOfItsOwner() {
        Given owner = Given.service("a", "10.96.0.1")
                .loadBalancer("203.0.113.1")
                .endpoints("10.36.0.1@n2")
                .externalLocal();
        Given other = Given.service("c", "10.96.0.2").loadBalancer("203.0.113.1");
        FakeKernel kernel = new FakeKernel();
        Reconciler reconciler = new Reconciler(RR, 1);
        reconciler.update(List.of(other.view(), owner.view()));
        while (reconciler.isUnfinished()) {
            assertThat(reconciler.apply(reconciler.plan(NOW), kernel).failures())
                    .isEmpty();
        }
        assertThat(kernel.observe().filter().admissions().values())
                .anySatisfy(admission -> assertThat(admission.inClusterMark()).isNotZero());
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
        public boolean has(Scheduler scheduler) {
            return kernel.has(scheduler);
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

    private static List<Event> concat(List<Event> first, List<Event> second) {
        List<Event> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
