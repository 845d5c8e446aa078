package io.kubeipvs.daemon.kernel.dnat;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers of choosers are those of the kernel, and each chooser has its own. */
class ChooserNumbersTest {
    private static final DnatTable TABLE = new DnatTable(DnatFamily.of(Family.IPV4));
    private static final Chooser FIVE = chooser("rr-5");
    private static final Chooser SIX = chooser("mark-rr-6-stays-300s");

    private static Chooser chooser(String name) {
        return Chooser.named(name).orElseThrow();
    }

    private static NftElement element(int number, String chain) {
        return NftElement.of(NftValue.u32(number)).mapTo(Verdict.goTo(chain));
    }

    @Test
    void aRestartReadsTheSameNumbers() {
        ChooserNumbers numbers = ChooserNumbers.read(List.of(element(7, SIX.chain())));
        int five = numbers.of(FIVE);
        assertThat(numbers.of(SIX)).isEqualTo(7);

        Set<NftElement> written = numbers.elements(TABLE, List.of(FIVE, SIX)).of(TABLE.choosers());
        ChooserNumbers read = ChooserNumbers.read(written);
        assertThat(read.of(FIVE)).isEqualTo(five);
        assertThat(read.chooser(five)).contains(FIVE);
        assertThat(read.chooser(7)).contains(SIX);
    }

    @Test
    void aNumberThatIsTakenIsNotGivenAgain() {
        int wanted = ChooserNumbers.read(List.of()).of(FIVE);
        ChooserNumbers numbers = ChooserNumbers.read(List.of(element(wanted, SIX.chain())));
        assertThat(numbers.of(FIVE)).isEqualTo(wanted + 1);
        assertThat(numbers.chooser(wanted)).contains(SIX);
        assertThat(numbers.chooser(wanted + 1)).contains(FIVE);
    }

    @Test
    void chainsOfOtherNamesAreIgnored() {
        ChooserNumbers numbers = ChooserNumbers.read(List.of(element(1, "prerouting"), element(2, FIVE.chain())));
        assertThat(numbers.chooser(1)).isEmpty();
        assertThat(numbers.chooser(2)).contains(FIVE);
    }
}
