package io.kubeipvs.daemon.kernel;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.netlink.ClosedException;
import io.kubeipvs.netlink.DelegatingTransport;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkTimeoutException;
import io.kubeipvs.netlink.SyscallException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ways to a kernel in memory on which one netlink family has a fault, as long as a test wants. They answer at once, so a
 * missing answer is a time-out without waiting. Safe for use by many threads.
 */
public final class FaultyTransports implements NetlinkKernel.Transports {
    private static final int BATCH_BEGIN = 16;

    private final MemoryKernel memory;
    private final Set<Transport> open = ConcurrentHashMap.newKeySet();
    private Optional<Plan> plan = Optional.empty();
    private long asked;
    private long hits;

    /**
     * A fault from a datagram on.
     *
     * @param first the number of the family's datagram, counted from 0
     * @param count how many datagrams meet it
     */
    public record Plan(Fault fault, NetlinkFamily family, long first, long count) {}

    public FaultyTransports(MemoryKernel memory) {
        this.memory = memory;
    }

    /** From now on; counts datagrams of the family from 0. */
    public synchronized void arm(Plan next) {
        plan = Optional.of(next);
        asked = 0;
        hits = 0;
    }

    public synchronized void disarm() {
        plan = Optional.empty();
    }

    /** How many datagrams of the family were sent since it was armed. */
    public synchronized long asked() {
        return asked;
    }

    /** How many of them met the fault. */
    public synchronized long hits() {
        return hits;
    }

    /** How many are open. */
    public int opened() {
        return open.size();
    }

    @Override
    public Transport open(NetlinkProtocol protocol) throws NetlinkException {
        if (isWithoutSocket(protocol)) {
            throw new SyscallException("socket", new Errno(24));
        }
        Transport transport = new Faulty(protocol, memory.transport(protocol));
        open.add(transport);
        return transport;
    }

    private synchronized boolean isWithoutSocket(NetlinkProtocol protocol) {
        boolean is = plan.filter(armed ->
                        armed.fault() == Fault.NO_SOCKET && armed.family().uses(protocol) && isIn(armed, asked++))
                .isPresent();
        hits += is ? 1 : 0;
        return is;
    }

    private static boolean isIn(Plan armed, long number) {
        return number >= armed.first() && number - armed.first() < armed.count();
    }

    /** The fault that this datagram meets. */
    private synchronized Optional<Plan> faultOf(NetlinkProtocol protocol, ByteBuffer datagram) {
        Optional<Plan> met = plan.filter(armed ->
                armed.fault() != Fault.NO_SOCKET && armed.family().isAsked(protocol, datagram) && isIn(armed, asked++));
        hits += met.isPresent() ? 1 : 0;
        return met;
    }

    private final class Faulty extends DelegatingTransport {
        private final NetlinkProtocol protocol;
        private final Deque<Fault.Received> received = new ArrayDeque<>();
        private boolean isDead;
        private volatile boolean isClosed;

        Faulty(NetlinkProtocol protocol, Transport kernel) {
            super(kernel);
            this.protocol = protocol;
        }

        @Override
        public void send(ByteBuffer datagram) throws NetlinkException {
            Optional<Plan> met = isDead ? Optional.empty() : faultOf(protocol, datagram);
            isDead |= met.filter(armed -> armed.fault() == Fault.DEAD_SOCKET).isPresent();
            if (isDead) {
                throw new SyscallException("sendto", new Errno(9));
            }
            if (met.filter(armed -> armed.fault().isRefusal()).isPresent()) {
                Plan armed = met.get();
                received.addAll(Fault.of(Fault.Datagrams.refusals(
                        datagram, armed.fault().errno(armed.family()), isTransaction(datagram))));
                return;
            }
            super.send(datagram);
            List<byte[]> answers = answers();
            received.addAll(met.map(armed -> armed.fault().received(answers)).orElseGet(() -> Fault.of(answers)));
        }

        private boolean isTransaction(ByteBuffer datagram) {
            return protocol == NetlinkProtocol.NETFILTER
                    && datagram.duplicate().order(ByteOrder.nativeOrder()).getShort(datagram.position() + 4)
                            == BATCH_BEGIN;
        }

        private List<byte[]> answers() throws NetlinkException {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 17).order(ByteOrder.nativeOrder());
            List<byte[]> answers = new ArrayList<>();
            try {
                while (true) {
                    super.receive(buffer, 0);
                    byte[] answer = new byte[buffer.limit()];
                    buffer.get(0, answer);
                    answers.add(answer);
                }
            } catch (NetlinkTimeoutException all) {
                return answers;
            }
        }

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
            if (isClosed) {
                throw new ClosedException();
            }
            Fault.Received next = received.poll();
            if (next == null) {
                throw new NetlinkTimeoutException("no answer within " + timeoutMillis + " ms");
            }
            if (next.failure() != null) {
                throw next.failure();
            }
            into.clear().put(next.datagram()).flip();
            return 0;
        }

        @Override
        public void close() throws NetlinkException {
            isClosed = true;
            open.remove(this);
            super.close();
        }
    }
}
