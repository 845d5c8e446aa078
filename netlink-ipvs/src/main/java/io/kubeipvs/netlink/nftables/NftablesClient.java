package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.BatchFrame;
import io.kubeipvs.netlink.netfilter.Subsystem;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The nf_tables rule set of one network namespace. Used by one thread at a time; needs CAP_NET_ADMIN in the namespace's
 * user namespace. A table made with {@link TableFlag#OWNER} belongs to the client that made it.
 *
 * <p>Each list is of one generation of the rule set; {@link #generation} before and after shows whether several are of
 * the same. Only objects of the requested table are parsed.
 */
public final class NftablesClient implements RuleSetReader, AutoCloseable {
    private final NetlinkSocket socket;
    private final Listing listing;
    private final AtomicLong transactions = new AtomicLong();

    private NftablesClient(NetlinkSocket socket, Listing listing) {
        this.socket = socket;
        this.listing = listing;
    }

    /** Opens a client for the calling thread's network namespace. */
    public static NftablesClient open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.NETFILTER));
    }

    /** Makes a client of a transport, takes it over and closes it when it is closed. */
    public static NftablesClient over(Transport transport) {
        NetlinkSocket socket = new NetlinkSocket(transport);
        return new NftablesClient(socket, new Listing(socket, Listing.PATIENT));
    }

    /**
     * The same socket for a caller that cannot wait: a list that other programs keep changing fails with
     * {@link io.kubeipvs.netlink.DumpInterruptedException} after this number of attempts, at least 1. Otherwise that takes
     * many attempts with pauses of up to 0.1 s between them.
     */
    public NftablesClient withListAttempts(int attempts) {
        return new NftablesClient(socket, new Listing(socket.withDumpAttempts(attempts), attempts));
    }

    @Override
    public int generation() throws NetlinkException {
        return socket.ask(
                "read the generation of the rule set",
                GenerationCodec.request(),
                message -> GenerationCodec.decode(message).id());
    }

    @Override
    public List<NftTable> tables() throws NetlinkException {
        Request request = NftHeader.request(NftMessage.GETTABLE, TableCodec.Attr.LAYOUT);
        return listing.of("list tables", request, TableCodec::decode, NftablesClient::present);
    }

    @Override
    public List<NftChain> chains(NftTable.Key table) throws NetlinkException {
        Request request = NftHeader.request(NftMessage.GETCHAIN, table.family(), ChainCodec.Attr.LAYOUT, out -> {});
        return listing.of(
                "list chains of table " + table,
                request,
                message -> ChainCodec.decode(message, table),
                NftablesClient::present);
    }

    @Override
    public List<NftSet> sets(NftTable.Key table) throws NetlinkException {
        Request request = NftHeader.request(
                NftMessage.GETSET,
                table.family(),
                SetCodec.Attr.LAYOUT,
                out -> out.cstring(SetCodec.Attr.TABLE, table.name()));
        return list("list sets of table " + table, request, message -> SetCodec.decode(message, table));
    }

    @Override
    public List<NftElement> elements(NftSet set) throws NetlinkException {
        Request request = NftHeader.request(
                NftMessage.GETSETELEM,
                set.key().table().family(),
                ElementCodec.MessageAttr.LAYOUT,
                out -> ElementCodec.writeSet(out, set.key()));
        Decoder<List<SplitIntervals.Half>> decoder =
                set.hasSplitIntervals() ? SplitIntervals.decoder(set.keyWidth()) : ElementCodec::decode;
        List<SplitIntervals.Half> all =
                listing.of("list elements of set " + set.key(), request, decoder, NftablesClient::flat);
        return set.hasSplitIntervals()
                ? SplitIntervals.join(all)
                : all.stream().map(SplitIntervals.Half::element).toList();
    }

    /**
     * The element of a set that contains a key, without reading the others; empty when there is none, or no such set.
     *
     * @throws IllegalArgumentException for a set of intervals of keys of one field: list its elements instead
     */
    public Optional<NftElement> element(NftSet set, NftValue key) throws NetlinkException {
        if (set.hasSplitIntervals()) {
            throw new IllegalArgumentException("elements of set " + set.key() + " are only found in the list of all");
        }
        Request request = NftHeader.request(
                NftMessage.GETSETELEM,
                set.key().table().family(),
                ElementCodec.MessageAttr.LAYOUT,
                out -> ElementCodec.writeKey(out, set.key(), key));
        try {
            return socket.ask("find " + key + " in set " + set.key(), request, ElementCodec::decode).stream()
                    .map(SplitIntervals.Half::element)
                    .findFirst();
        } catch (RefusedException refused) {
            if (refused.errno().equals(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    @Override
    public List<NftRule> rules(NftTable.Key table) throws NetlinkException {
        Request request = NftHeader.request(
                NftMessage.GETRULE,
                table.family(),
                RuleCodec.Attr.LAYOUT,
                out -> out.cstring(RuleCodec.Attr.TABLE, table.name()));
        return list("list rules of table " + table, request, RuleCodec::decode);
    }

    @Override
    public List<NftRule> rules(NftChain.Key chain) throws NetlinkException {
        Request request = NftHeader.request(NftMessage.GETRULE, chain.table().family(), RuleCodec.Attr.LAYOUT, out -> {
            out.cstring(RuleCodec.Attr.TABLE, chain.table().name());
            out.cstring(RuleCodec.Attr.CHAIN, chain.name());
        });
        return list("list rules of chain " + chain, request, RuleCodec::decode);
    }

    /**
     * Makes the changes, in order, in one transaction: all of them or none. Only if they are larger than a transaction
     * can be, lists of elements in them are spread over several: removed and added keys stay together, and so does
     * everything that is not an element.
     */
    public NftResult apply(List<NftChange> changes) {
        return new ChangeRun(socket, BatchFrame.of(Subsystem.NFTABLES), true, changes, this::count).run();
    }

    /**
     * Makes the changes in one transaction, if the rule set is still at a generation; no other program's change can
     * come between what was read at that generation and this. Anybody's, in the whole namespace, makes it stale.
     */
    public NftResult apply(List<NftChange> changes, int generation) {
        return new ChangeRun(socket, BatchFrame.of(Subsystem.NFTABLES, generation), false, changes, this::count).run();
    }

    private void count() {
        transactions.incrementAndGet();
    }

    /**
     * How many of its transactions the kernel committed so far. Each that changed something raised the {@link #generation}
     * by one: if it is higher by more, other programs changed the rule set too. Safe to call from any thread.
     */
    public long transactions() {
        return transactions.get();
    }

    /**
     * The port id of its socket. A notification of a change that it made has this number, so that its owner recognises
     * the change.
     */
    public int portId() {
        return socket.portId();
    }

    /** How many attributes were received so far that are newer than this library; they were skipped. */
    public long unknownAttributes() {
        return socket.unknownAttributes();
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }

    private <T> List<T> list(String operation, Request request, Decoder<T> decoder) throws NetlinkException {
        return listing.of(operation, request, decoder, values -> values);
    }

    private static List<SplitIntervals.Half> flat(List<List<SplitIntervals.Half>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private static <T> List<T> present(List<Optional<T>> values) {
        return values.stream().flatMap(Optional::stream).toList();
    }
}
