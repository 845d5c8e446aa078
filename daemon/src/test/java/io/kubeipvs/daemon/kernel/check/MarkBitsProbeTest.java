package io.kubeipvs.daemon.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.config.FilterTuning;
import org.junit.jupiter.api.Test;

class MarkBitsProbeTest {
    @Test
    void oneBitCannotHaveTwoMeanings() {
        assertThat(new MarkBitsProbe(FilterTuning.DEFAULT).run())
                .containsExactly(CheckResult.ok("packet marks", "bits 14 and 12 are for kube-ipvs alone"));
        assertThat(new MarkBitsProbe(FilterTuning.DEFAULT.withMasqueradeBit(12)).run())
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.isMissing()).isTrue();
                    assertThat(result.line())
                            .isEqualTo("packet marks: iptables.masqueradeBit and transitMarkBit are both 12;"
                                    + " set transitMarkBit to a bit that no other program uses");
                });
    }
}
