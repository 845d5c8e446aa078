package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.model.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every fault of a netlink socket, with each family, at the start, at a change and in the audit; and what follows it. */
final class FaultCases {
    static final int SOCKETS = 8;

    /** Trouble that the answers need not show: the audit finds its effect. */
    static final Set<Fault> INVISIBLE = EnumSet.of(Fault.REORDERED_ANSWERS, Fault.EMPTY_LIST);

    private FaultCases() {}

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

        private KernelState wanted;

        /** The content of the kernel without a fault. */
        KernelState wanted() throws Exception {
            if (wanted == null) {
                wanted = withoutFault();
            }
            return wanted;
        }

        private KernelState withoutFault() throws Exception {
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

    /** A node on which this stage is next. */
    static SimulatedNode started(Stage stage) {
        SimulatedNode node = new SimulatedNode(before());
        if (stage != Stage.START) {
            node.run(SimulatedNode.PERIOD);
        }
        return node;
    }

    /** The kernel is as wanted, nothing is open, pending, uncertain or degraded, and nothing more is written. */
    static void assertConverged(SimulatedNode node, Stage stage) throws Exception {
        assertThat(node.content()).isEqualTo(stage.wanted());
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
}
