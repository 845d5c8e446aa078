package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.SyscallException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two programs whose ports are in memory; {@code TwoProgramsKernelIT} has those of the kernel. */
class NodeLockTest {
    private static final String FIRST = "run, version 1, process 7";
    private static final String SECOND = "run, version 2, process 8";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Ports ports = new Ports();
    private volatile Instant now = Instant.EPOCH;
    private CapturedLog log;

    /** The port ids of a network namespace. */
    private static final class Ports implements LockPort.Opener {
        final Map<Integer, BlockingQueue<LockPort.Letter>> open = new ConcurrentHashMap<>();
        private final AtomicInteger next = new AtomicInteger();

        @Override
        public LockPort open(int portId) throws SyscallException {
            int own = portId == 0 ? next.incrementAndGet() : portId;
            if (open.putIfAbsent(own, new LinkedBlockingQueue<>()) != null) {
                throw new SyscallException("bind", Errno.EADDRINUSE);
            }
            return new Port(own);
        }

        private final class Port implements LockPort {
            private final int own;

            Port(int own) {
                this.own = own;
            }

            @Override
            public void send(int toPortId, String text) throws SyscallException {
                BlockingQueue<Letter> to = open.get(toPortId);
                if (to == null) {
                    throw new SyscallException("sendmsg", Errno.ECONNREFUSED);
                }
                to.add(new Letter(own, text));
            }

            @Override
            public Optional<Letter> receive(Duration wait) {
                try {
                    return Optional.ofNullable(
                            open.get(own).poll(Math.min(wait.toMillis(), 20), TimeUnit.MILLISECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                }
            }

            @Override
            public void close() {
                open.remove(own);
            }
        }
    }

    @BeforeEach
    void captureLog() {
        log = new CapturedLog();
    }

    @AfterEach
    void releaseLog() {
        log.close();
    }

    private NodeLock take(String self) throws NodeLock.HeldException {
        return NodeLock.take(self, ports, () -> now, PATIENCE);
    }

    @Test
    void theSecondLearnsWhoIsFirstAndTheFirstReportsItForAWhile() throws Exception {
        try (NodeLock first = take(FIRST)) {
            first.answer(Workers.unobserved());
            assertThat(first.problems()).isEmpty();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> take(SECOND))
                        .isInstanceOf(NodeLock.HeldException.class)
                        .hasMessage(FIRST);
            }
            Await.equal(1, () -> first.problems().size());
            assertThat(first.problems())
                    .extracting(Problem::cause)
                    .containsExactly("another kube-ipvs was started on this node and ended: " + SECOND);
            assertThat(log.lines("second_kube_ipvs second=\"" + SECOND + "\" cause=\""))
                    .as("one line while it lasts")
                    .hasSize(1);
            now = now.plus(Duration.ofMinutes(11));
            Await.equal(0, () -> first.problems().size());
            assertThat(log.lines("second_kube_ipvs_gone")).hasSize(1);
        }
        take(SECOND).close();
    }

    @Test
    void aCommandThatIsRefusedIsNotReported() throws Exception {
        try (NodeLock first = take(FIRST)) {
            first.answer(Workers.unobserved());
            assertThatThrownBy(() -> take("cleanup, version 1, process 9")).hasMessage(FIRST);
            assertThatThrownBy(() -> take("cleanup, version 1, process 9")).hasMessage(FIRST);
            assertThat(first.problems()).isEmpty();
        }
    }

    /** Any program may have the port id, and only one with CAP_NET_ADMIN can answer: the others must not stop us. */
    @Test
    void aSilentHolderStopsNobodyAndItsEndGivesTheLock() throws Exception {
        LockPort silent = ports.open(NodeLock.PORT_ID);
        try (NodeLock lock = NodeLock.take(FIRST, ports, () -> now = now.plusSeconds(5), PATIENCE)) {
            assertThat(lock.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.cause())
                        .isEqualTo("nothing prevents a second kube-ipvs on this node: another program has netlink"
                                + " port 1802072182 and does not answer as kube-ipvs does");
                assertThat(problem.fix()).isEqualTo("end that program: ss -f netlink -p | grep 1802072182");
            });
            assertThat(log.lines("no_lock cause=\"")).hasSize(1);
            silent.close();
            lock.answer(Workers.unobserved());
            Await.equal(0, () -> lock.problems().size());
            assertThat(log.lines("lock_taken")).hasSize(1);
        }
        assertThat(ports.open).isEmpty();
    }
}
