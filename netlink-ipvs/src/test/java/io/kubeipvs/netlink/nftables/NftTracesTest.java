package io.kubeipvs.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.SyscallException;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NftTracesTest {
    private static final NftTable.Key KUBE = new NftTable.Key(NftFamily.IP, "kube");

    @Test
    void readsRulesVerdictsAndHeaders() throws Exception {
        List<NftTrace> steps = steps("nftables/trace-rules");
        assertThat(steps)
                .extracting(step -> step.place().chain().name() + " "
                        + step.place().ruleHandle() + " " + step.kind() + " " + step.verdict())
                .containsExactly(
                        "trace 5 RULE continue",
                        "trace 0 RULE continue",
                        "trace 0 POLICY accept",
                        "out 7 RULE jump masq",
                        "masq 6 RULE accept");
        assertThat(steps).extracting(NftTrace::id).containsOnly(steps.get(0).id());
        assertThat(steps).allMatch(step -> step.place().chain().table().equals(KUBE));
        NftTrace.Packet packet = steps.get(0).packet();
        assertThat(packet.network()).hasSize(20).startsWith(0x45).endsWith(127, 0, 0, 5);
        assertThat(packet.transport()).hasSize(20).containsSubsequence(0, 80);
        assertThat(packet.out()).isEqualTo(OptionalInt.of(1));
        assertThat(packet.in()).isEmpty();
        assertThat(packet.mark()).isZero();
        assertThat(steps.get(1).packet().network()).isEmpty();
    }

    @Test
    void readsAPolicyThatDrops() throws Exception {
        List<NftTrace> steps = steps("nftables/trace-policy");
        assertThat(steps.get(0).packet().in()).isEqualTo(OptionalInt.of(1));
        assertThat(steps.get(1).kind()).isEqualTo(NftTrace.Kind.POLICY);
        assertThat(steps.get(1).verdict()).isEqualTo(Verdict.DROP);
    }

    @Test
    void aLossIsAnEventAndOtherMessagesAreSkipped() throws Exception {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {});
        try (Subscription<NftTraces.Event> traces = NftTraces.over(kernel)) {
            kernel.unasked().failure(new SyscallException("recvmsg", Errno.ENOBUFS));
            kernel.unasked().datagram(Golden.bytes("nftables/event-generation"));
            kernel.unasked().datagram(Golden.bytes("nftables/trace-policy"));
            assertThat(traces.next(Duration.ZERO))
                    .hasValueSatisfying(event -> assertThat(event.isLoss()).isTrue());
            assertThat(traces.next(Duration.ZERO))
                    .hasValueSatisfying(event -> assertThat(event.trace()).isPresent());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nftables/trace-rules", "nftables/trace-policy"})
    void damagedMessagesAreAValueOrMalformed(String name) {
        Golden.assertSurvivesDamage(name, NftTraces::decode);
    }

    private static List<NftTrace> steps(String name) throws Exception {
        return Golden.decode(Golden.bytes(name), NftTraces::decode).stream()
                .flatMap(Optional::stream)
                .map(NftTraces.Event::trace)
                .flatMap(trace -> Stream.of(trace.orElseThrow()))
                .toList();
    }
}
