package io.kubeipvs.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Another program that changes a table of its own in nf_tables, as often as it can. */
public final class ForeignCommits implements AutoCloseable {
    private static final NftTable TABLE = NftTable.of(NftFamily.INET, "foreign");
    private static final NftSet SET = NftSet.of(TABLE.key(), "addresses", DataType.IPV4_ADDR);
    private static final List<NftElement> ELEMENTS = List.of(NftElement.of(Address.parse("192.0.2.1")));

    private final NftablesClient client;
    private final AtomicLong commits = new AtomicLong();
    private volatile boolean closed;
    private final Thread thread = new Thread(this::run, "foreign-commits");

    private ForeignCommits(NftablesClient client) {
        this.client = client;
    }

    /** Begins in a namespace. */
    public static ForeignCommits start(KernelNamespace namespace) throws Exception {
        ForeignCommits foreign = new ForeignCommits(namespace.call(NftablesClient::open));
        foreign.commit(
                new NftChange.PutTable(TABLE, NftChange.Put.CREATE), new NftChange.PutSet(SET, NftChange.Put.CREATE));
        foreign.thread.start();
        return foreign;
    }

    private void run() {
        while (!closed) {
            commit(new NftChange.PutElements(SET, ELEMENTS, NftChange.Put.ADD));
            commit(new NftChange.RemoveElements(SET, ELEMENTS, NftChange.Remove.DELETE));
        }
    }

    private void commit(NftChange... changes) {
        assertThat(client.apply(List.of(changes))).isEqualTo(new NftResult.Committed());
        commits.incrementAndGet();
    }

    /** How many it made so far. */
    public long commits() {
        return commits.get();
    }

    @Override
    public void close() throws Exception {
        if (!closed) {
            closed = true;
            thread.join();
            client.close();
        }
    }
}
