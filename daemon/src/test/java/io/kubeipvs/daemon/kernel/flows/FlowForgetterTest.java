package io.kubeipvs.daemon.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.kernel.Refusing;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The work without conntrack. Tests on a real kernel show which flows are deleted. */
@Timeout(60)
class FlowForgetterTest {
    private static final int EPERM = 1;

    @Test
    void triesAFewTimesAndGivesUp() throws Exception {
        Refusing kernel = new Refusing(EPERM);
        AtomicInteger forgotten = new AtomicInteger();
        FlowForgetter.Listener listener = (family, flows, took) -> forgotten.incrementAndGet();
        try (FlowForgetter forgetter =
                new FlowForgetter(ConntrackClient.over(kernel), listener, 1, Workers.unobserved())) {
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
    void whatItGaveUpIsContinuedByTheNextOneAndIsAProblemUntilThen() throws Exception {
        Refusing refusing = new Refusing(EPERM);
        FlowForgetter broken =
                new FlowForgetter(ConntrackClient.over(refusing), (family, flows, took) -> {}, 1, Workers.unobserved());
        broken.forget(flows(Protocol.UDP));
        Await.until(() -> assertThat(broken.isBroken()).isTrue());
        assertThat(broken.problems())
                .singleElement()
                .extracting(Problem::cause)
                .asString()
                .startsWith("conntrack does not forget flows of removed real servers: ")
                .contains("EPERM");
        AtomicInteger forgotten = new AtomicInteger();
        Refusing empty = new Refusing(0); // the end of a list without flows
        try (CapturedLog log = new CapturedLog();
                FlowForgetter next = new FlowForgetter(
                        ConntrackClient.over(empty),
                        (family, flows, took) -> forgotten.incrementAndGet(),
                        1,
                        Workers.unobserved())) {
            next.continueFrom(broken);
            Await.until(() -> assertThat(forgotten).hasValue(1));
            Await.until(() -> assertThat(next.problems()).isEmpty());
            assertThat(log.lines("flows_not_forgotten")).isEmpty();
        }
    }

    @Test
    void listsEachProtocolOnce() throws Exception {
        Refusing empty = new Refusing(0); // the end of a list without flows
        AtomicInteger forgotten = new AtomicInteger();
        RemovedServers gone =
                new RemovedServers(List.of(flows(Protocol.TCP), flows(Protocol.UDP), flows(Protocol.UDP)));
        assertThat(gone.protocols(Family.V4)).containsExactly(Protocol.TCP, Protocol.UDP);
        assertThat(gone.protocols(Family.V6)).isEmpty();
        try (FlowForgetter forgetter = new FlowForgetter(
                ConntrackClient.over(empty),
                (family, flows, took) -> forgotten.incrementAndGet(),
                1,
                Workers.unobserved())) {
            forgetter.forget(flows(Protocol.TCP));
            Await.until(() -> assertThat(forgotten).hasValue(1));
            assertThat(empty.asked()).isEqualTo(1);
        }
    }

    @Test
    void goesOnAfterAFailureOfItsThread() throws Exception {
        Refusing kernel = new Refusing(EPERM);
        CountDownLatch failed = new CountDownLatch(1);
        Workers workers = new Workers(
                new WorkerObserver() {
                    @Override
                    public void failed(String worker) {
                        failed.countDown();
                    }
                },
                new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1)),
                () -> {});
        AtomicBoolean throwing = new AtomicBoolean(true);
        Transport failing = new Transport() {
            @Override
            public int portId() {
                return 1;
            }

            @Override
            public int maxSend() {
                return kernel.maxSend();
            }

            @Override
            public void send(ByteBuffer datagram) {
                if (throwing.getAndSet(false)) {
                    throw new IllegalStateException("on purpose");
                }
                kernel.send(datagram);
            }

            @Override
            public int receive(ByteBuffer into, int timeoutMillis) {
                return kernel.receive(into, timeoutMillis);
            }

            @Override
            public void close() {
                kernel.close();
            }
        };
        try (CapturedLog log = new CapturedLog();
                FlowForgetter forgetter =
                        new FlowForgetter(ConntrackClient.over(failing), (family, flows, took) -> {}, 1, workers)) {
            forgetter.forget(flows(Protocol.UDP));
            Await.until(() -> assertThat(failed.getCount()).isZero());
            forgetter.forget(flows(Protocol.UDP));
            Await.until(() -> assertThat(forgetter.isBroken()).isTrue());
            assertThat(log.lines("worker_failed worker=\"flow-forgetter\"")).hasSize(1);
        }
    }

    @Test
    void aKernelThatDoesNotAnswerFillsNoMemory() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Refusing kernel = new Refusing(EPERM);
        Transport silent = new Transport() {
            @Override
            public int portId() {
                return 1;
            }

            @Override
            public int maxSend() {
                return kernel.maxSend();
            }

            @Override
            public void send(ByteBuffer datagram) {
                kernel.send(datagram);
            }

            @Override
            public int receive(ByteBuffer into, int timeoutMillis) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return kernel.receive(into, timeoutMillis);
            }

            @Override
            public void close() {
                end.countDown();
            }
        };
        try (CapturedLog log = new CapturedLog();
                FlowForgetter forgetter = new FlowForgetter(
                        ConntrackClient.over(silent), (family, flows, took) -> {}, 1, Workers.unobserved())) {
            forgetter.forget(flows(Protocol.UDP));
            Await.until(() -> assertThat(kernel.asked()).isEqualTo(1));
            for (int i = 0; i < FlowForgetter.MOST_QUEUED; i++) {
                forgetter.forget(flows(Protocol.UDP));
            }
            assertThat(forgetter.isBroken()).isFalse();
            forgetter.forget(flows(Protocol.UDP));
            forgetter.forget(flows(Protocol.UDP));
            assertThat(forgetter.isBroken()).as("another one takes its place").isTrue();
            assertThat(log.lines("flows_not_forgotten cause=\"10000 removed real servers wait already\""))
                    .hasSize(1);
        }
    }

    private static FlowOp.ForgetFlows flows(Protocol protocol) {
        return new FlowOp.ForgetFlows(
                new VirtualServer.Key(Ip.parse("10.96.0.10"), 53, protocol),
                new RealServer.Key(Ip.parse("10.36.0.1"), 53));
    }
}
