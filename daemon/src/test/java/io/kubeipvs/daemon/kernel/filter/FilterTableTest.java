package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.TableFlag;
import io.kubeipvs.netlink.nftables.expr.Bitwise;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilterTableTest {

    @ParameterizedTest
    @EnumSource(Family.class)
    void everyRuleHasAComment(Family family) {
        assertThat(FilterTable.of(family, FilterTuning.DEFAULT).rules())
                .extracting(NftRule::comment)
                .noneMatch(String::isEmpty);
    }

    @ParameterizedTest
    @EnumSource(value = Admission.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "HEALTH_CHECK")
    void aKindIsExplainedWithTheNameOfItsChain(Admission.Kind kind) {
        assertThat(ToFilter.chain(kind)).isEqualTo(kind.word());
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void everyChainHasRulesAndEveryOneThatIsNotHookedIsLedTo(Family family) {
        FilterTable table = FilterTable.of(family, FilterTuning.DEFAULT);
        Set<String> ledTo =
                Stream.of(Admission.Kind.values()).map(ToFilter::chain).collect(Collectors.toSet());
        table.rules().forEach(rule -> ledTo.addAll(chains(rule)));
        for (NftChain chain : table.chains()) {
            assertThat(table.rules()).extracting(NftRule::chain).contains(chain.key());
            assertThat(chain.base().isPresent() || ledTo.contains(chain.key().name()))
                    .as(chain.key().name())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void everySetIsLookedUpAndNothingElseIs(Family family) {
        FilterTable table = FilterTable.of(family, FilterTuning.DEFAULT);
        Set<String> lookedUp = new HashSet<>();
        table.rules()
                .forEach(rule -> rule.expressions().stream()
                        .filter(Lookup.class::isInstance)
                        .forEach(lookup -> lookedUp.add(((Lookup) lookup).set())));
        assertThat(table.sets().stream().map(NftSet::key).map(NftSet.Key::name))
                .containsExactlyInAnyOrderElementsOf(lookedUp);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void bothBitsOfMarksAndThePortsAreThoseOfTheConfiguration(Family family) {
        FilterTuning moved = FilterTuning.DEFAULT
                .withMasqueradeBit(20)
                .withTransitBit(31)
                .withMasqueradePorts(new PortRange(40000, 50000));
        assertThat(bitsSet(family, FilterTuning.DEFAULT)).containsExactlyInAnyOrder(1 << 14, 1 << 12);
        assertThat(bitsSet(family, moved)).containsExactlyInAnyOrder(1 << 20, 1 << 31);
        assertThat(FilterTable.of(family, moved).rules().toString())
                .contains(NftValue.be16(40000).toString(), NftValue.be16(50000).toString())
                .doesNotContain(NftValue.be16(29999).toString());
    }

    /** The bits that rules set. */
    private static Set<Integer> bitsSet(Family family, FilterTuning tuning) {
        return FilterTable.of(family, tuning).rules().stream()
                .flatMap(rule -> rule.expressions().stream())
                .filter(Bitwise.class::isInstance)
                .map(bitwise -> ((Bitwise) bitwise).xor().toInt())
                .filter(bits -> bits != 0)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aTrialIsTheWholeTableUnderAnotherNameAndSeesNoPacket(Family family) {
        FilterTable real = FilterTable.of(family, FilterTuning.DEFAULT);
        List<NftChange> trial = TrialTable.of(family, FilterTuning.DEFAULT).creation();
        assertThat(trial).hasSize(real.creation().size() + 2);
        assertThat(trial.toString()).contains("kube-ipvs-check").doesNotContain("kube-proxy");
        assertThat(((NftChange.PutTable) trial.get(0)).table().flags()).isEqualTo(TableFlag.DORMANT);
    }

    private static List<String> chains(NftRule rule) {
        return rule.expressions().stream()
                .filter(Immediate.class::isInstance)
                .map(immediate -> ((Immediate) immediate).data())
                .filter(Verdict.class::isInstance)
                .map(verdict -> ((Verdict) verdict).chain())
                .toList();
    }
}
