package io.kubeipvs.daemon.kernel;

import static io.kubeipvs.daemon.kernel.FaultCases.assertConverged;
import static io.kubeipvs.daemon.kernel.FaultCases.started;

import io.kubeipvs.daemon.Figure;
import io.kubeipvs.daemon.kernel.FaultCases.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One datagram of a netlink socket meets a fault, whichever it is. Afterwards the kernel is as wanted without a new event,
 * and no socket stays open.
 */
class KernelFaultsTest {
    /** How many of the datagrams of a stage meet the fault, one after the other. */
    private static final int SAMPLES = 3;

    private static int cases;

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("io.kubeipvs.daemon.kernel.FaultCases#matrix")
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

    @AfterAll
    static void print() {
        Figure.print("faults.cases", cases);
    }
}
