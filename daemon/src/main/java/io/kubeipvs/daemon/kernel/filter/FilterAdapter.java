package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.DumpInterruptedException;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our tables of the packet filter, through nf_tables. Their chains, rules and sets are constant and are repaired whenever
 * the kernel is prepared ({@link FilterStructure}); operations change elements only ({@link FilterOperations}). Tables of
 * other programs stay.
 *
 * <p>Every transaction of any program raises the generation of the rule set by one. So one message shows that no other
 * program changed anything, and then nothing needs to be read.
 */
public final class FilterAdapter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FilterAdapter.class);

    private static final int BRIEF_ATTEMPTS = 2;

    private final NftablesClient client;
    /** For lists that changes wait for: they can be read later as well. */
    private final NftablesClient brief;

    private final ForeignPolicies others;
    private final FilterLayout layout;
    private final FilterReader reader;
    private final FilterStructure structure;
    private final FilterOperations operations;
    /** When the structure was checked. */
    private CheckedGeneration checked;
    /** When {@link #pending} was read. */
    private final CheckedGeneration readAt;

    private boolean wasPrepared;
    private boolean isCheckLate;

    /** The last reading, if it needs correction and has none yet. */
    private Optional<FilterReading> pending = Optional.empty();

    /** The content that the first preparation read, for the first {@link #read}. */
    private Optional<FilterState> first = Optional.empty();

    /**
     * The tables of some families.
     *
     * @param families those that the kernel has
     */
    public FilterAdapter(NftablesClient client, Set<Family> families, FilterTuning tuning) {
        this.client = client;
        this.brief = client.withListAttempts(BRIEF_ATTEMPTS);
        this.others = new ForeignPolicies(brief);
        this.layout = new FilterLayout(families, tuning);
        this.reader = new FilterReader(client, families);
        this.structure = new FilterStructure(client, layout, reader);
        this.operations = new FilterOperations(client, layout);
        this.checked = new CheckedGeneration(client);
        this.readAt = new CheckedGeneration(client);
    }

    /**
     * Creates tables that are missing and replaces those that differ, unless no other program changed the rule set since
     * the last call. Corrects elements that the last {@link #read} found, and on the first call all elements. Returns what
     * was repaired, one text a table. Creating a table is a repair from the second call on.
     *
     * @throws KernelUnavailableException when a table cannot be made
     */
    public List<String> prepare() throws NetlinkException {
        int now = requireNftables();
        List<String> repaired = new ArrayList<>();
        if (!checked.isStill(now)) {
            repaired.addAll(check(now));
        }
        if (!wasPrepared) {
            first = Optional.of(readContent());
            wasPrepared = true;
        }
        if (pending.isPresent()) {
            repaired.addAll(correct(pending.get(), readAt.expected()));
        }
        return repaired;
    }

    /** No change waits for a reading: if another program changes the rule set all the time, the next call checks. */
    private List<String> check(int now) throws NetlinkException {
        CheckedGeneration next = new CheckedGeneration(client);
        next.set(now);
        try {
            List<String> repaired = structure.repair(wasPrepared ? brief : client);
            others.look();
            checked = next;
            isCheckLate = false;
            return repaired;
        } catch (DumpInterruptedException changing) {
            if (!wasPrepared) {
                throw changing;
            }
            if (!isCheckLate) {
                isCheckLate = true;
                LOG.warn(
                        "packet_filter_not_checked_will_retry cause=\"another program changes the rule set all the time: {}\"",
                        changing.getMessage());
            }
            return List.of();
        }
    }

    /** Reads what the sets contain; nothing of a table that is missing. */
    public FilterState read() throws NetlinkException {
        int now = requireNftables();
        Optional<FilterState> known = readAt.isStill(now) ? first : Optional.empty();
        first = Optional.empty();
        return known.isPresent() ? known.get() : readContent();
    }

    private FilterState readContent() throws NetlinkException {
        FilterReading reading = reader.read();
        pending = Optional.of(reading).filter(FilterReading::needsCorrection);
        readAt.set((int) reading.generation());
        return reading.state();
    }

    /**
     * Corrects the elements that a {@link FilterReader} found: removes those that make no sense, and adds those that
     * others need. Does nothing if the rule set changed since it was read. Returns what was repaired, one text a table.
     */
    public List<String> correct(FilterReading reading) {
        return correct(reading, (int) reading.generation());
    }

    private List<String> correct(FilterReading reading, int generation) {
        pending = Optional.empty();
        boolean isCorrected = reading.needsCorrection()
                && client.apply(reading.corrections(), generation) instanceof NftResult.Committed;
        List<String> repaired = new ArrayList<>();
        for (FilterTable table : layout.tables()) {
            List<String> sets = isCorrected ? reading.incorrectSets(table.key()) : List.of();
            if (!sets.isEmpty()) {
                repaired.add(FilterStructure.repaired(table.key(), "elements of " + String.join(", ", sets)));
            }
        }
        return repaired;
    }

    /** One outcome for each, in their order. Those that are refused are not made, and do not hinder the others. */
    public List<Outcome> apply(List<FilterOp> ops) {
        first = Optional.empty();
        return operations.apply(ops);
    }

    /** Chains of other programs that refuse packets of Services, as of the last check. Safe to call from any thread. */
    public Set<RefusingChain> refusingChains() {
        return others.known();
    }

    /** The present generation of the rule set, an unsigned number; each transaction of any program raises it by one. */
    public long generation() throws NetlinkException {
        return Integer.toUnsignedLong(requireNftables());
    }

    /** The port id of the socket that makes our transactions: notifications of them have it. */
    public int portId() {
        return client.portId();
    }

    private int requireNftables() throws NetlinkException {
        try {
            return client.generation();
        } catch (RefusedException refused) {
            if (refused.errno().equals(Errno.EINVAL)) {
                throw new KernelUnavailableException(
                        new Problem(
                                "this kernel has no nf_tables",
                                "modprobe nf_tables, or boot a kernel with CONFIG_NF_TABLES"),
                        refused);
            }
            throw refused;
        }
    }

    @Override
    public void close() throws NetlinkException {
        client.close();
    }
}
