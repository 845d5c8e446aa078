package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.PickyNftables;
import io.kubeipvs.daemon.kernel.Refusing;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The adapter on a kernel that refuses everything. The rest is proved on a real one. */
class FilterAdapterTest {
    private static final int EINVAL = 22;
    private static final int EPERM = 1;

    @Test
    void reportsThatTheKernelHasNoNftables() {
        assertThatThrownBy(adapter(EINVAL)::read)
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessage("this kernel has no nf_tables; modprobe nf_tables, or boot a kernel with CONFIG_NF_TABLES");
    }

    @Test
    void reportsEachRefusedOperation() {
        List<FilterOp> ops = List.of(
                new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse("10.96.0.1")),
                new FilterOp.DropAddress(AddressSet.VIPS, Ip.parse("fd00::1")),
                new FilterOp.PutAddress(AddressSet.HAIRPINS, Ip.parse("10.36.0.1")));
        assertThat(adapter(EPERM).apply(ops))
                .containsExactly(
                        new Outcome.Refused("EPERM", "add to VIPS 10.96.0.1: EPERM"),
                        new Outcome.Refused("EPERM", "remove from VIPS fd00::1: EPERM"),
                        new Outcome.Refused("EPERM", "add to HAIRPINS 10.36.0.1: EPERM"));
    }

    @Test
    void sendsNothingForNoOperation() {
        Refusing kernel = new Refusing(EPERM);
        assertThat(adapter(kernel).apply(List.of())).isEmpty();
        assertThat(kernel.asked()).isZero();
    }

    @Test
    void aProgramThatChangesTheRuleSetAllTheTimeHoldsUpNoChange() throws Exception {
        PickyNftables kernel = new PickyNftables(EINVAL, message -> false);
        FilterAdapter adapter =
                new FilterAdapter(NftablesClient.over(kernel), EnumSet.of(Family.IPV4), FilterTuning.DEFAULT);
        adapter.prepare();
        kernel.churn();
        int before = kernel.lists();
        try (CapturedLog log = new CapturedLog()) {
            assertThat(adapter.prepare()).isEmpty();
            assertThat(adapter.prepare()).isEmpty();
            assertThat(log.lines("packet_filter_not_checked_will_retry cause=\""))
                    .hasSize(1);
        }
        assertThat(kernel.lists() - before)
                .as("a change waits for two attempts a look at most")
                .isEqualTo(4);
        List<FilterOp> ops = List.of(new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse("10.96.0.1")));
        assertThat(adapter.apply(ops)).containsExactly(new Outcome.Applied());
    }

    private static FilterAdapter adapter(int errno) {
        return adapter(new Refusing(errno));
    }

    private static FilterAdapter adapter(Refusing kernel) {
        return new FilterAdapter(NftablesClient.over(kernel), EnumSet.allOf(Family.class), FilterTuning.DEFAULT);
    }
}
