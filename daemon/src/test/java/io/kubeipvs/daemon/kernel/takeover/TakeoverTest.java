package io.kubeipvs.daemon.kernel.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.sync.Reports;
import io.kubeipvs.netlink.NetlinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TakeoverTest {
    private static final String CHAIN = "ip nat KUBE-SERVICES";
    private static final String KEPT = "ip filter KUBE-FORWARD";

    private final Set<String> inForce = new TreeSet<>();
    private final List<Integer> removals = new ArrayList<>();
    private final Takeover takeover = new Takeover(new KubeProxyRules() {
        @Override
        public Set<String> inForce() {
            return Set.copyOf(inForce);
        }

        @Override
        public Removal remove() throws NetlinkException {
            removals.add(preparations);
            List<String> kept = inForce.contains(KEPT) ? List.of(KEPT) : List.of();
            List<String> removed =
                    inForce.stream().filter(name -> !kept.contains(name)).toList();
            inForce.retainAll(kept);
            return new Removal(new KubeProxyChains.Found(removed, kept), new KubeProxySets.Found(List.of(), List.of()));
        }
    });
    private CapturedLog log;
    private int preparations;

    @BeforeEach
    void captureLog() {
        log = new CapturedLog();
    }

    @AfterEach
    void releaseLog() {
        log.close();
    }

    @Test
    void removesTheRulesOnceAllOfOursAreInForce() {
        inForce.add(CHAIN);
        takeover.roundEnded(
                Reports.binding(new Outcome.Lost("ENOBUFS")).prepared().build());
        takeover.roundEnded(Reports.round().waiting(3).build());
        assertThat(removals).isEmpty();
        takeover.roundEnded(Reports.round().build());
        assertThat(removals).hasSize(1);
        assertThat(log.lines("kube_proxy_rules_removed chains=1 sets=0")).hasSize(1);
        prepare(3);
        assertThat(removals).hasSize(1);
        assertThat(takeover.problems()).isEmpty();
    }

    @Test
    void rulesThatCameBackAreNamedAndRemovedAtOnce() {
        prepare(1);
        inForce.add(CHAIN);
        prepare(1);
        assertThat(takeover.problems())
                .singleElement()
                .extracting(Problem::cause)
                .isEqualTo("kube-proxy works on this node too: its rules came back");
        assertThat(log.lines("kube_proxy_returned rules=[" + CHAIN + "] cause=\""))
                .hasSize(1);
        assertThat(inForce).isEmpty();
        prepare(2);
        assertThat(takeover.problems()).as("it may write them again").hasSize(1);
        prepare(1);
        assertThat(takeover.problems()).isEmpty();
        assertThat(log.lines("kube_proxy_gone")).hasSize(1);
    }

    @Test
    void aKubeProxyThatNeedsAWhileToWriteThemAgainIsLoggedOnce() {
        prepare(1);
        for (int i = 0; i < 20; i++) {
            inForce.add(CHAIN);
            prepare(3);
        }
        assertThat(log.lines("kube_proxy_returned")).hasSize(1);
        assertThat(log.lines("kube_proxy_gone")).isEmpty();
    }

    @Test
    void aKubeProxyThatWritesThemAgainAndAgainIsLeftAloneMoreAndMore() {
        prepare(1);
        removals.clear();
        for (int i = 0; i < 300; i++) {
            inForce.add(CHAIN);
            prepare(1);
            assertThat(takeover.problems()).hasSize(1);
        }
        assertThat(removals).containsExactly(2, 4, 8, 16, 32, 64, 128, 192, 256);
        assertThat(log.lines("kube_proxy_returned")).hasSize(1);
    }

    @Test
    void whatWasKeptAtTheTakeoverIsNoReturn() {
        inForce.add(KEPT);
        prepare(5);
        assertThat(takeover.problems()).isEmpty();
        assertThat(log.lines("kube_proxy_chains_kept")).hasSize(1);
        inForce.add("set KUBE-CLUSTER-IP");
        prepare(1);
        assertThat(takeover.problems()).hasSize(1);
    }

    private void prepare(int times) {
        for (int i = 0; i < times; i++) {
            preparations++;
            takeover.roundEnded(Reports.round().prepared().build());
        }
    }
}
