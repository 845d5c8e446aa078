package io.kubeipvs.daemon.kernel.trace;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.nftables.NftTrace;
import io.kubeipvs.netlink.nftables.NftTraces;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows new connections to one address and port, of the calling thread's network namespace: some packets, for some time.
 * Nothing of it remains afterwards. For one use by one thread.
 */
public final class PacketTracer implements AutoCloseable {
    /** How long a packet may take from one chain to the next. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private final NftablesClient client;
    private final Subscription<NftTraces.Event> steps;
    private final TraceTable table;
    private final RuleNames names;
    private final int count;
    private final List<Trail> trails = new ArrayList<>();
    private final Map<Integer, Trail> byId = new HashMap<>();
    private boolean isLossy;

    private PacketTracer(NftablesClient client, Subscription<NftTraces.Event> steps, TraceTable table, int count) {
        this.client = client;
        this.steps = steps;
        this.table = table;
        this.names = new RuleNames(client);
        this.count = count;
    }

    /**
     * Begins to trace.
     *
     * @param to the address and port of the packets
     * @param from their client; empty = every client
     * @param count the most packets
     * @throws KernelUnavailableException when the kernel does not allow it
     */
    public static PacketTracer open(VirtualServer.Key to, Optional<Ip> from, int count) {
        try {
            Subscription<NftTraces.Event> steps = NftTraces.open();
            NftablesClient client = NftablesClient.open();
            TraceTable table = new TraceTable(to, from, count);
            PacketTracer tracer = new PacketTracer(client, steps, table, count);
            try {
                table.create(client);
                return tracer;
            } catch (KernelUnavailableException e) {
                tracer.close();
                throw e;
            }
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    /**
     * Follows packets until there are enough, or the time is over.
     *
     * @throws KernelUnavailableException when the kernel cannot be read
     */
    public List<TracedPacket> follow(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() - deadline < 0) {
                boolean isFull = trails.size() >= count;
                Duration rest = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                Optional<NftTraces.Event> next = steps.next(isFull && QUIET.compareTo(rest) < 0 ? QUIET : rest);
                if (next.isEmpty()) {
                    break;
                }
                isLossy |= next.get().isLoss();
                if (next.get().trace().isPresent()) {
                    take(next.get().trace().get());
                }
            }
            return trails.stream().map(Trail::packet).toList();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    /** Whether the kernel sent more steps than could be read: some are missing then. */
    public boolean isLossy() {
        return isLossy;
    }

    private void take(NftTrace step) throws NetlinkException {
        if (step.place().chain().table().equals(table.key())) {
            begin(step);
            return;
        }
        Optional<Trail> trail = Optional.ofNullable(byId.get(step.id())).or(() -> bySource(step));
        if (trail.isPresent()) {
            byId.put(step.id(), trail.get());
            trail.get().add(step);
        }
    }

    /** The rule that marks packets for tracing is the beginning of each. */
    private void begin(NftTrace step) {
        Optional<TracedPacket.Header> header = Headers.of(step.packet());
        boolean isMarked = step.kind() == NftTrace.Kind.RULE && step.place().ruleHandle() != 0;
        if (isMarked && header.isPresent() && trails.size() < count) {
            Trail trail = new Trail(header.get(), names);
            trails.add(trail);
            byId.put(step.id(), trail);
        }
    }

    /** A packet whose number changed on its way is the last one of its client. */
    private Optional<Trail> bySource(NftTrace step) {
        return Headers.of(step.packet())
                .flatMap(header -> trails.stream()
                        .filter(trail -> trail.first().from().equals(header.from()))
                        .reduce((first, second) -> second));
    }

    @Override
    public void close() {
        try (client;
                steps) {
            table.remove(client);
        } catch (NetlinkException e) {
            // The kernel removes the table with the socket.
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }
}
