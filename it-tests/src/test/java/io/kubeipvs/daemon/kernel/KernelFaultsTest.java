package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a netlink socket, with each request of each family, at the start, at a change and in the audit. Afterwards
 * the kernel is as wanted without a new event; meanwhile the health endpoints list the condition; no socket stays open.
 */
class KernelFaultsTest {
    private static final int SOCKETS = 8;
    private static final Duration LONG = SimulatedNode.PERIOD.multipliedBy(2).plusSeconds(1);

    /** Trouble that the answers need not show: the audit finds its effect. */
    private static final Set<Fault> INVISIBLE = EnumSet.of(Fault.REORDERED_ANSWERS, Fault.EMPTY_LIST);

    /** How many of the datagrams of a stage meet the fault, one after the other. */
    private static final int SAMPLES = 3;

    private static final Map<Stage, KernelState> WANTED = new EnumMap<>(Stage.class);

    private static int cases;

    @BeforeAll
    static void withoutFaults() throws Exception {
        for (Stage stage : Stage.values()) {
            WANTED.put(stage, stage.wanted());
        }
    }

    /** When the fault comes. */
    enum Stage {
        START {
            @Override
            void cause(SimulatedNode node) {}
        },
        CHANGE {
            @Override
            void cause(SimulatedNode node) {
                after().forEach(node::put);
                node.tracker.removeService(after().get(0).spec().name());
            }
        },
        AUDIT {
            @Override
            void cause(SimulatedNode node) throws Exception {
                node.memory.loseVirtualServer();
                node.memory.loseAddress();
                node.memory.loseElement();
            }
        };

        /** Gives the program something to do. */
        abstract void cause(SimulatedNode node) throws Exception;

        KernelState wanted() throws Exception {
            try (SimulatedNode node = new SimulatedNode(before())) {
                node.run(SimulatedNode.ENOUGH);
                if (this == CHANGE) {
                    cause(node);
                    node.run(SimulatedNode.ENOUGH);
                }
                return node.content();
            }
        }
    }

    private static List<Given> before() {
        return List.of(
                Given.service("gone", "10.96.0.9", "fd00:96::9")
                        .endpoints("10.36.0.9")
                        .endpoints("fd00:36::9"),
                Given.service("web", "10.96.0.1", "fd00:96::1")
                        .nodePort(30080)
                        .endpoints("10.36.0.1", "10.36.0.2")
                        .endpoints("fd00:36::1"),
                Given.service("dns", "10.96.0.10").protocol(Protocol.UDP).endpoints("10.36.0.3"));
    }

    private static List<Given> after() {
        return List.of(
                before().get(0),
                Given.service("web", "10.96.0.1", "fd00:96::1")
                        .nodePort(30081)
                        .externalIps("203.0.113.1")
                        .endpoints("10.36.0.2", "10.36.0.4")
                        .endpoints("fd00:36::2"),
                Given.service("dns", "10.96.0.10").protocol(Protocol.UDP).endpoints("10.36.0.5"),
                Given.service("new", "10.96.0.2").endpoints("10.36.0.6"));
    }

    static Stream<Arguments> matrix() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(NetlinkFamily.IPVS, NetlinkFamily.NF_TABLES, NetlinkFamily.RTNETLINK)
                        .flatMap(family -> Stream.of(Stage.values()).map(stage -> Arguments.of(fault, family, stage))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("matrix")
    void afterOneDatagramItConvergesWithoutAnEvent(Fault fault, NetlinkFamily family, Stage stage) throws Exception {
        long datagrams = 1;
        for (long first = 0; first < datagrams; first += 1 + datagrams / SAMPLES) {
            try (SimulatedNode node = started(stage)) {
                node.transports.arm(new FaultyTransports.Plan(fault, family, first, 1));
                stage.cause(node);
                node.run(SimulatedNode.PERIOD.plusSeconds(1));
                datagrams = node.transports.asked();
                node.transports.disarm();
                node.run(SimulatedNode.ENOUGH);
                assertConverged(node, stage);
                cases++;
            }
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("matrix")
    void whileItLastsItIsReportedAndAfterwardsItConverges(Fault fault, NetlinkFamily family, Stage stage)
            throws Exception {
        try (SimulatedNode node = started(stage)) {
            node.transports.arm(new FaultyTransports.Plan(fault, family, 0, Long.MAX_VALUE));
            stage.cause(node);
            node.run(LONG);
            if (node.transports.hits() > 0 && !INVISIBLE.contains(fault)) {
                assertThat(node.degraded()).isNotEmpty();
            }
            if (stage == Stage.START && !INVISIBLE.contains(fault)) {
                assertThat(node.isHealthy())
                        .as("the node as a whole does not work")
                        .isFalse();
            }
            node.transports.disarm();
            node.run(SimulatedNode.ENOUGH);
            assertConverged(node, stage);
            cases++;
        }
    }

    private static SimulatedNode started(Stage stage) {
        SimulatedNode node = new SimulatedNode(before());
        if (stage != Stage.START) {
            node.run(SimulatedNode.PERIOD);
        }
        return node;
    }

    private static void assertConverged(SimulatedNode node, Stage stage) {
        assertThat(node.content()).isEqualTo(WANTED.get(stage));
        assertThat(node.pending()).isZero();
        assertThat(node.degraded()).isEmpty();
        assertThat(node.isHealthy()).isTrue();
        assertThat(node.transports.opened()).as("open sockets").isEqualTo(SOCKETS);
        int differences = node.differences();
        long writes = node.memory.counts().writes();
        node.run(SimulatedNode.PERIOD.multipliedBy(2));
        assertThat(node.differences()).as("nothing is uncertain").isEqualTo(differences);
        assertThat(node.memory.counts().writes()).as("nothing more to do").isEqualTo(writes);
    }

    static Stream<Fault> faultsOfFlows() {
        return Stream.of(Fault.values()).filter(fault -> !INVISIBLE.contains(fault) && fault != Fault.NO_SOCKET);
    }

    @ParameterizedTest
    @MethodSource("faultsOfFlows")
    void flowsToAServerThatIsGoneAreForgottenAfterTheFault(Fault fault) throws Exception {
        try (SimulatedNode node = started(Stage.CHANGE)) {
            node.memory.track(
                    new InetSocketAddress("10.36.0.77", 4000),
                    new InetSocketAddress("10.96.0.10", 80),
                    new InetSocketAddress("10.36.0.3", 8080));
            node.transports.arm(new FaultyTransports.Plan(fault, NetlinkFamily.CTNETLINK, 0, Long.MAX_VALUE));
            Stage.CHANGE.cause(node);
            node.run(LONG);
            Await.until(() -> assertThat(node.degraded())
                    .anySatisfy(problem -> assertThat(problem.cause()).contains("conntrack")));
            assertThat(node.isHealthy()).isTrue();
            node.transports.disarm();
            Await.until(() -> {
                node.run(SimulatedNode.PERIOD.multipliedBy(12));
                assertThat(node.memory.counts().flows()).isZero();
            });
            Await.until(() -> {
                node.run(SimulatedNode.PERIOD);
                assertThat(node.degraded()).isEmpty();
            });
            assertThat(node.transports.opened()).isEqualTo(SOCKETS);
            cases++;
        }
    }

    @AfterAll
    static void print() {
        Figure.print("faults.cases", cases);
    }
}
