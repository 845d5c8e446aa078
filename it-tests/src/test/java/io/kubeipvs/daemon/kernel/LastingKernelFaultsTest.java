package io.kubeipvs.daemon.kernel;

import static io.kubeipvs.daemon.kernel.FaultCases.INVISIBLE;
import static io.kubeipvs.daemon.kernel.FaultCases.SOCKETS;
import static io.kubeipvs.daemon.kernel.FaultCases.assertConverged;
import static io.kubeipvs.daemon.kernel.FaultCases.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.daemon.kernel.FaultCases.Stage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault of a netlink socket that lasts: the health endpoints list it meanwhile, and the kernel is as wanted afterwards. */
class LastingKernelFaultsTest {
    private static final Duration LONG = SimulatedNode.PERIOD.multipliedBy(2).plusSeconds(1);

    private static int cases;

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("io.kubeipvs.daemon.kernel.FaultCases#matrix")
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
        Figure.print("faults.lasting-cases", cases);
    }
}
