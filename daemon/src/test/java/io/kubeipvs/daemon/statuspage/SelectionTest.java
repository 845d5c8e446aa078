package io.kubeipvs.daemon.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.ServiceFilter;
import io.kubeipvs.daemon.commands.ServiceRows;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order and the selection of virtual servers. */
class SelectionTest {
    private final SampleSources sources = new SampleSources()
            .with("a/idle", "10.96.0.1", 80, new IpvsTable.Traffic(1, 0, 0, 9), 1)
            .with("b/busy", "10.96.0.2", 80, new IpvsTable.Traffic(1, 70, 5, 3), 1)
            .with("c/none", "10.96.0.3", 80, new IpvsTable.Traffic(1, 2, 8, 0));

    private List<String> names(String show, String sort) throws InterruptedException {
        sources.unserved.add(new NamesDocument.Unserved("d", "refused", "198.51.100.9", "other_node", "no"));
        List<ServiceRows.Entry> all = new ServiceRows(
                        Optional.of(sources.names()), ServiceFilter.ALL, sources.kernel()::realServers)
                .entries(sources.virtualServers);
        PageQuery query = PageQuery.FIRST.showing(PageQuery.Show.valueOf(show)).by(PageQuery.Order.valueOf(sort));
        Selection selection = Selection.of(all, Set.of("TCP 10.96.0.2:80"), query);
        assertThat(selection.found()).isEqualTo(4);
        assertThat(selection.problems()).isEqualTo(2);
        assertThat(selection.draining()).isEqualTo(1);
        assertThat(sources.read).isEmpty();
        return selection.entries().stream().map(entry -> entry.place().name()).toList();
    }

    @Test
    void problemsThenDrainsThenNames() throws Exception {
        assertThat(names("ALL", "PROBLEMS")).containsExactly("none", "refused", "busy", "idle");
    }

    @Test
    void byName() throws Exception {
        assertThat(names("ALL", "NAME")).containsExactly("idle", "busy", "none", "refused");
    }

    @Test
    void byTraffic() throws Exception {
        assertThat(names("ALL", "RATE")).containsExactly("busy", "none", "idle", "refused");
        sources.unserved.clear();
        assertThat(names("ALL", "IN")).containsExactly("none", "busy", "idle", "refused");
        sources.unserved.clear();
        assertThat(names("ALL", "OUT")).containsExactly("idle", "busy", "none", "refused");
    }

    @Test
    void aPart() throws Exception {
        assertThat(names("PROBLEMS", "NAME")).containsExactly("none", "refused");
        sources.unserved.clear();
        assertThat(names("DRAINING", "NAME")).containsExactly("busy");
    }
}
