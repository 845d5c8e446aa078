package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.PickyNftables;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Refused elements among others that are made, in a bounded number of transactions. */
class FilterOperationsTest {
    private static final int EINVAL = 22;
    private static final int EPERM = 1;
    private static final int MANY = 1000;

    @Test
    void oneTransactionIfNothingIsRefused() {
        PickyNftables kernel = new PickyNftables(EINVAL, message -> false);
        assertThat(apply(kernel, EnumSet.allOf(Family.class), puts(MANY))).containsOnly(new Outcome.Applied());
        assertThat(kernel.transactions()).isEqualTo(1);
    }

    @Test
    void refusedElementsAreNamedAndTheOthersAreMade() {
        Set<Integer> refused = Set.of(0, 7, 199, 200, 998, 999);
        PickyNftables kernel = new PickyNftables(EINVAL, containing(refused));
        List<Outcome> outcomes = apply(kernel, EnumSet.allOf(Family.class), puts(MANY));
        for (int i = 0; i < MANY; i++) {
            assertThat(outcomes.get(i)).isEqualTo(refused.contains(i) ? refusal(i) : new Outcome.Applied());
        }
        assertThat(kernel.transactions()).isLessThanOrEqualTo(1 + 2 * MANY / SeparateOperations.TOGETHER);
        String made = String.join("", kernel.committed());
        assertThat(IntStream.range(0, MANY).filter(i -> made.contains(bytes(i)) == refused.contains(i)))
                .isEmpty();
    }

    @Test
    void aKernelThatRefusesEverythingIsAskedFewTimes() {
        PickyNftables kernel = new PickyNftables(EPERM, message -> true);
        assertThat(apply(kernel, EnumSet.allOf(Family.class), puts(MANY)))
                .hasSize(MANY)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Refused.class));
        assertThat(kernel.transactions()).isLessThanOrEqualTo(1 + 2 * MANY / SeparateOperations.TOGETHER);
    }

    @Test
    void aKernelThatRefusesAnotherElementEachTimeIsLeftAloneUntilTheRetry() {
        List<String> seen = new ArrayList<>();
        PickyNftables kernel = new PickyNftables(EPERM, message -> seen.add(message) && seen.size() % 3 == 1);
        List<Outcome> outcomes = apply(kernel, EnumSet.allOf(Family.class), puts(150));
        assertThat(kernel.transactions()).isLessThanOrEqualTo(1 + SeparateOperations.MOST_ATTEMPTS);
        assertThat(outcomes)
                .hasSize(150)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Refused.class));
        assertThat(kernel.committed()).isEmpty();
    }

    @Test
    void whatThisKernelCannotExpressHindersNothing() {
        PickyNftables kernel = new PickyNftables(EINVAL, message -> false);
        List<FilterOp> ops = Stream.concat(
                        puts(10).stream(), Stream.of(new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse("fd00::1"))))
                .toList();
        List<Outcome> outcomes = apply(kernel, EnumSet.of(Family.IPV4), ops);
        assertThat(outcomes.subList(0, 10)).containsOnly(new Outcome.Applied());
        assertThat(outcomes.get(10))
                .isEqualTo(new Outcome.Refused("EINVAL", "add to VIPS fd00::1: this kernel has no IPV6"));
        assertThat(kernel.transactions()).isEqualTo(1);
    }

    private static Outcome refusal(int number) {
        return new Outcome.Refused("EINVAL", "add to VIPS " + address(number) + ": EINVAL");
    }

    private static List<Outcome> apply(PickyNftables kernel, Set<Family> families, List<FilterOp> operations) {
        return new FilterOperations(NftablesClient.over(kernel), new FilterLayout(families, FilterTuning.DEFAULT))
                .apply(operations);
    }

    private static List<FilterOp> puts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (FilterOp) new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse(address(i))))
                .toList();
    }

    private static String address(int number) {
        return "10.171." + number / 250 + "." + (number % 250 + 1);
    }

    private static String bytes(int number) {
        return new String(
                new byte[] {10, (byte) 171, (byte) (number / 250), (byte) (number % 250 + 1)},
                StandardCharsets.ISO_8859_1);
    }

    private static Predicate<String> containing(Set<Integer> refused) {
        Set<String> texts = refused.stream().map(FilterOperationsTest::bytes).collect(Collectors.toSet());
        return message -> texts.stream().anyMatch(message::contains);
    }
}
