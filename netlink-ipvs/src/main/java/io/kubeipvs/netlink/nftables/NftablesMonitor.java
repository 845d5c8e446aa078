package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.netfilter.Subsystem;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Notices which tables change, by whom, in the calling thread's network namespace, and needs CAP_NET_ADMIN. It reads a
 * message's family and the name of its table and nothing else, so that a transaction of many elements costs little;
 * {@link NftEvents} reads more. Read by one thread at a time; any thread may close it.
 *
 * <p>Each transaction yields one {@link Event.TableChanged} for each run of messages about one table, and then one {@link
 * Event.Generation}. Source: {@code net/netfilter/nf_tables_api.c, nf_tables_commit}.
 */
public final class NftablesMonitor implements AutoCloseable {
    /**
     * The bytes that the kernel keeps until they are read. It sends a message for each element, 40 to 60 of them in a
     * datagram, which it counts as 8.5 kB: this is for a transaction of 150,000 elements. It takes memory only while
     * messages wait.
     */
    private static final int RECEIVE_BUFFER_BYTES = 16 * 1024 * 1024;

    private static final int MESSAGE_BITS = 0xFF;

    private final Subscription<Event> subscription;
    private final IntPredicate ignored;

    /** The last event of this kind, and the generation that its transaction made; null before the first. */
    private Event.TableChanged last;

    private int lastGeneration;

    /**
     * The events. A requester is the port id of the socket that made the transaction ({@link NftablesClient#portId}).
     */
    public sealed interface Event {
        /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
        interface Cases<R> {
            R tableChanged(TableChanged event);

            R generation(Generation event);

            R lost(Lost event);
        }

        <R> R on(Cases<R> cases);

        /** A table, or something in it, came, changed or went. More of the same transaction may follow. */
        record TableChanged(NftTable.Key table, int requester) implements Event {
            @Override
            public <R> R on(Cases<R> cases) {
                return cases.tableChanged(this);
            }
        }

        /**
         * A transaction is complete, and everything of it was reported before this.
         *
         * @param id the generation that it made
         * @param processName the first 15 bytes of the name of the program that requested it
         */
        record Generation(int id, int requester, String processName) implements Event {
            @Override
            public <R> R on(Cases<R> cases) {
                return cases.generation(this);
            }
        }

        /** Events are missing: the kernel had to drop them, or one was not readable. Read the tables again. */
        record Lost() implements Event {
            @Override
            public <R> R on(Cases<R> cases) {
                return cases.lost(this);
            }
        }
    }

    private NftablesMonitor(Transport transport, IntPredicate ignored) {
        this.ignored = ignored;
        this.subscription = new Subscription<>(transport, this::decode, new Event.Lost());
    }

    /**
     * Opens a monitor.
     *
     * @param ignored the port ids whose changes of tables are skipped; their generations are reported. It is called for
     *     each message, by the reading thread
     */
    public static NftablesMonitor open(IntPredicate ignored) throws NetlinkException {
        return over(NativeTransport.open(RECEIVE_BUFFER_BYTES, NetlinkProtocol.NETFILTER, NftEvents.GROUP), ignored);
    }

    /** Makes a monitor of a transport that has joined the group, takes it over and closes it when it is closed. */
    public static NftablesMonitor over(Transport transport, IntPredicate ignored) {
        return new NftablesMonitor(transport, ignored);
    }

    /**
     * The next event; empty when none came in time.
     *
     * @throws io.kubeipvs.netlink.ClosedException when it was closed, also while this waits
     */
    public Optional<Event> next(Duration timeout) throws NetlinkException {
        try {
            return subscription.next(timeout);
        } catch (MalformedMessageException unreadable) {
            // The subscription reports it as a loss now.
            return subscription.next(Duration.ZERO);
        }
    }

    @Override
    public void close() throws NetlinkException {
        subscription.close();
    }

    private Optional<Event> decode(Message message) throws MalformedMessageException {
        if (Subsystem.of(message.type()) != Subsystem.NFTABLES) {
            return Optional.empty();
        }
        if ((message.type() & MESSAGE_BITS) == NftMessage.NEWGEN) {
            NftEvent.Generation generation = GenerationCodec.decode(message);
            return Optional.of(new Event.Generation(generation.id(), generation.requester(), generation.processName()));
        }
        return ignored.test(message.portId()) ? Optional.empty() : tableChanged(message);
    }

    private Optional<Event> tableChanged(Message message) throws MalformedMessageException {
        Optional<NftFamily> family = NftHeader.family(message);
        AttributeReader in = message.attributes(TableCodec.Attr.LAYOUT);
        while (family.isPresent() && in.next()) {
            if (in.type() == NftEvents.TABLE_NAME) {
                return isRepeated(message, family.get(), in) ? Optional.empty() : ofTable(message, family.get(), in);
            }
        }
        return Optional.empty();
    }

    private boolean isRepeated(Message message, NftFamily family, AttributeReader name)
            throws MalformedMessageException {
        return last != null
                && lastGeneration == NftHeader.generation(message)
                && last.requester() == message.portId()
                && last.table().family() == family
                && name.isText(last.table().name());
    }

    private Optional<Event> ofTable(Message message, NftFamily family, AttributeReader name)
            throws MalformedMessageException {
        try {
            lastGeneration = NftHeader.generation(message);
            last = new Event.TableChanged(new NftTable.Key(family, name.cstring()), message.portId());
            return Optional.of(last);
        } catch (IllegalArgumentException impossible) {
            throw name.malformed(impossible);
        }
    }
}
