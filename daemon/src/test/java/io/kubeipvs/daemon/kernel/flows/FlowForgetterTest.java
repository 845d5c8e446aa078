package io.kubeipvs.daemon.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.Refusing;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done where conntrack cannot be had. What is forgotten is shown on a real kernel. */
@Timeout(60)
class FlowForgetterTest {
    private static final int EPERM = 1;

    @Test
    void triesAFewTimesAndGivesUp() throws Exception {
        Refusing kernel = new Refusing(EPERM);
        AtomicInteger forgotten = new AtomicInteger();
        FlowForgetter.Listener listener = (family, flows, took) -> forgotten.incrementAndGet();
        try (FlowForgetter forgetter = new FlowForgetter(ConntrackClient.over(kernel), listener, 1)) {
            assertThat(forgetter.isBroken()).isFalse();
            forgetter.forget(flows(Protocol.UDP));
            while (!forgetter.isBroken()) {
                Thread.sleep(1);
            }
            assertThat(kernel.asked()).isEqualTo(4);
            assertThat(forgotten).as("only what came to its end is measured").hasValue(0);
        }
    }

    @Test
    void asksNothingForOtherProtocols() throws Exception {
        Refusing kernel = new Refusing(EPERM);
        try (FlowForgetter forgetter =
                new FlowForgetter(ConntrackClient.over(kernel), (family, flows, took) -> {}, 1)) {
            forgetter.forget(flows(Protocol.TCP));
            forgetter.forget(flows(Protocol.UDP));
            while (!forgetter.isBroken()) {
                Thread.sleep(1);
            }
            assertThat(kernel.asked()).as("one listing, four times").isEqualTo(4);
        }
    }

    private static KernelOp.ForgetFlows flows(Protocol protocol) {
        return new KernelOp.ForgetFlows(
                new VirtualServer.Key(Ip.parse("10.96.0.10"), 53, protocol),
                new RealServer.Key(Ip.parse("10.36.0.1"), 53));
    }
}
