package io.kubeipvs.daemon.kernel.watch;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.kernel.filter.OurTables;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.NftablesMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Notices when another program changes our tables. */
public final class TableWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Sockets sockets;
    private final IntPredicate isOwn;
    private final Runnable onFilter;
    private final Runnable onServers;
    private final TableGenerations generations;
    private final EventFollower<NftablesMonitor.Event> follower;

    /** Opens the ways to the kernel, in the network namespace of the calling thread. */
    interface Sockets {
        NftablesMonitor monitor(IntPredicate ignored) throws NetlinkException;

        NftablesClient client() throws NetlinkException;
    }

    private static final class NativeSockets implements Sockets {
        @Override
        public NftablesMonitor monitor(IntPredicate ignored) throws NetlinkException {
            return NftablesMonitor.open(ignored);
        }

        @Override
        public NftablesClient client() throws NetlinkException {
            return NftablesClient.open();
        }
    }

    /**
     * @param isOwn whether a port id is that of one of our own sockets
     * @param generations remembers the announced transactions
     * @param onFilter called when another program changed our tables of the packet filter, or may have
     * @param onServers called when another program changed our tables with virtual servers, or may have
     */
    public TableWatch(IntPredicate isOwn, TableGenerations generations, Runnable onFilter, Runnable onServers) {
        this(new NativeSockets(), isOwn, generations, onFilter, onServers);
    }

    TableWatch(
            Sockets sockets, IntPredicate isOwn, TableGenerations generations, Runnable onFilter, Runnable onServers) {
        this.sockets = sockets;
        this.isOwn = isOwn;
        this.generations = generations;
        this.onFilter = onFilter;
        this.onServers = onServers;
        this.follower = new EventFollower<>("table-events", this::open, this::follow, this::lost, PAUSE);
    }

    /**
     * Follows the tables in the network namespace of the calling thread.
     *
     * @throws KernelUnavailableException when they cannot be followed
     */
    public void start(Workers workers) {
        try {
            follower.start(workers);
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(
                    "changes of the packet filter cannot be followed: " + e.getMessage(), e);
        }
    }

    /** The generation is read after the socket is open: no transaction comes in between. */
    private EventFollower.Source<NftablesMonitor.Event> open() throws NetlinkException {
        NftablesMonitor monitor = sockets.monitor(isOwn);
        try (NftablesClient client = sockets.client()) {
            generations.begin(client.generation());
        } catch (NetlinkException e) {
            monitor.close();
            throw e;
        }
        return new EventFollower.Source<>() {
            @Override
            public Optional<NftablesMonitor.Event> next(Duration wait) throws NetlinkException {
                return monitor.next(wait);
            }

            @Override
            public void close() throws NetlinkException {
                monitor.close();
            }
        };
    }

    private void follow(NftablesMonitor.Event event) {
        event.on(new Follower());
    }

    private void lost() {
        generations.lost();
        onFilter.run();
        onServers.run();
    }

    /** Why changes cannot be followed now; empty = they can. Safe to call from any thread. */
    public List<Problem> problems() {
        return follower.problems();
    }

    @Override
    public void close() {
        follower.close();
    }

    private final class Follower implements NftablesMonitor.Event.Cases<Void> {
        @Override
        public Void tableChanged(NftablesMonitor.Event.TableChanged event) {
            if (OurTables.isDnat(event.table())) {
                onServers.run();
            } else if (OurTables.has(event.table())) {
                onFilter.run();
            }
            return null;
        }

        @Override
        public Void generation(NftablesMonitor.Event.Generation event) {
            generations.announced(event.id());
            return null;
        }

        @Override
        public Void lost(NftablesMonitor.Event.Lost event) {
            TableWatch.this.lost();
            return null;
        }
    }
}
