package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.explain.Fate;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The properties of any history: established connections continue, and none begins to a removed server. */
class DrainProperties {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final Settings SETTINGS = Settings.DEFAULT.with(s -> s.drainTimeout(TIMEOUT));

    @Provide
    Arbitrary<List<Event>> histories() {
        return Events.sequences();
    }

    @Property
    void connectionsGoOnAfterEveryOperationAndNewOnesReachOnlyWantedServers(
            @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, SETTINGS).apply(before);
        proxy.settled();
        List<Connection> connections = connect(kernel, random);
        KernelState end = SimulatedProxy.freshStart(concat(before, after), SETTINGS);

        proxy.apply(after).reconciler.updateFrom(proxy.tracker);
        forgetThoseOfTheNode(connections, proxy);
        for (KernelOp op : proxy.operations(random)) {
            kernel.apply(List.of(op));
            assertAllGoOn(connections, kernel);
        }
        assertSameForNewConnections(kernel.observe(), end);
        proxy.settled();
        assertAllGoOn(connections, kernel);
        assertSameForNewConnections(kernel.observe(), end);
        connections.forEach(kernel::disconnect);
        assertThat(proxy.drained()).isEqualTo(end);
    }

    @Property
    void everyDrainEndsWithItsTime(@ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, SETTINGS);
        for (Event event : events) {
            proxy.apply(List.of(event)).round();
            connect(kernel, random);
            proxy.pass(Duration.ofSeconds(1));
        }
        proxy.pass(TIMEOUT);
        assertThat(proxy.drained()).isEqualTo(SimulatedProxy.freshStart(events, SETTINGS));
        assertThat(proxy.reconciler.drains().count()).isZero();
    }

    @Property
    void aRestartAfterAnyOperationKeepsConnectionsAndConverges(
            @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy killed = new SimulatedProxy(kernel, SETTINGS).apply(before);
        killed.settled();
        List<Connection> connections = connect(kernel, random);
        killed.apply(after).reconciler.updateFrom(killed.tracker);
        forgetThoseOfTheNode(connections, killed);
        List<KernelOp> planned = killed.operations(random);
        kernel.apply(planned.subList(0, random.nextInt(planned.size() + 1)));

        List<Event> all = concat(before, after);
        SimulatedProxy proxy = new SimulatedProxy(kernel, SETTINGS).apply(Events.lastWords(all));
        proxy.settled();
        assertAllGoOn(connections, kernel);
        KernelState end = SimulatedProxy.freshStart(all, SETTINGS);
        assertThat(kernel.observe().frontends().keySet())
                .containsAll(end.frontends().keySet());
        connections.forEach(kernel::disconnect);
        assertThat(proxy.drained().vips()).isEqualTo(end.vips());
        assertThat(proxy.reconciler.drains().count()).isZero();
    }

    @Property
    void refusalsCutNoConnectionAndTheNextGoodRoundsFixThem(
            @ForAll("histories") List<Event> events, @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = new SimulatedProxy(kernel, SETTINGS);
        List<Connection> connections = new ArrayList<>();
        for (Event event : events) {
            kernel.setFault(op -> random.nextInt(4) == 0 ? new Outcome.Refused("ENOMEM", "no memory") : null);
            proxy.apply(List.of(event));
            forgetThoseOfTheNode(connections, proxy);
            proxy.countingRound();
            assertAllGoOn(connections, kernel);
            connections.addAll(connect(kernel, random));
        }
        kernel.setFault(op -> null);
        proxy.reconciler.retry();
        proxy.round();
        assertThat(proxy.reconciler.isPending()).isFalse();
        KernelState end = SimulatedProxy.freshStart(events, SETTINGS);
        assertSameForNewConnections(kernel.observe(), end);
        connections.forEach(kernel::disconnect);
        assertThat(proxy.drained()).isEqualTo(end);
    }

    /** Connects to some of the servers that take connections, except UDP servers: their clients have no connection. */
    private static List<Connection> connect(FakeKernel kernel, Random random) {
        KernelState state = kernel.observe();
        Packets packets = new Packets(state, Set.of());
        List<Connection> connections = new ArrayList<>();
        for (VirtualServer.Key key : state.frontends().keySet()) {
            if (isReachable(key, packets) && key.protocol() != Protocol.UDP) {
                packets.servers(key).stream()
                        .filter(server -> random.nextBoolean())
                        .forEach(server -> connections.add(new Connection(key, server)));
            }
        }
        connections.forEach(kernel::connect);
        return connections;
    }

    private static boolean isReachable(VirtualServer.Key key, Packets packets) {
        return key.isByMark() || packets.fate(key) == Fate.SERVED;
    }

    /** Connections to an address that the node gets belong to the node, and may end with the address. */
    private static void forgetThoseOfTheNode(List<Connection> connections, SimulatedProxy proxy) {
        connections.stream()
                .filter(connection ->
                        proxy.node().has(connection.virtualServer().vip()))
                .forEach(proxy.kernel::disconnect);
        connections.removeIf(
                connection -> proxy.node().has(connection.virtualServer().vip()));
    }

    private static void assertAllGoOn(List<Connection> connections, FakeKernel kernel) {
        Packets packets = new Packets(kernel.observe(), Set.of());
        assertThat(connections).allMatch(packets::goesOn);
    }

    /** A new connection reaches the same servers in both states. */
    private static void assertSameForNewConnections(KernelState actual, KernelState expected) {
        assertThat(actual.frontends().keySet()).containsAll(expected.frontends().keySet());
        for (VirtualServer.Key key : actual.frontends().keySet()) {
            assertThat(servers(actual, key)).isEqualTo(servers(expected, key));
        }
        assertThat(actual.vips()).containsAll(expected.vips());
    }

    private static Set<RealServer.Key> servers(KernelState state, VirtualServer.Key key) {
        return new Packets(state, Set.of(key.vip())).servers(key);
    }

    private static List<Event> concat(List<Event> first, List<Event> second) {
        List<Event> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
