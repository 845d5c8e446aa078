package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One endpoint change costs the same, however many Services there are. */
class ChangeCostTest {
    private static final int FEW = 1000;
    private static final int MANY = 5000;
    private static final int WARM_UPS = 30;
    private static final int CHANGES = 41;
    private static final long MOST_BYTES = 128 * 1024;

    /** The costs of single changes, the last ones of many, and of the removal of drained servers afterwards. */
    private record Costs(List<MeteredProxy.Cost> changes, MeteredProxy.Cost drains) {
        static Costs among(int services) {
            try (MeteredProxy proxy = new MeteredProxy(services)) {
                assertThat(proxy.counts().realServers()).isEqualTo(services * MeteredProxy.ENDPOINTS);
                List<MeteredProxy.Cost> changes = new ArrayList<>();
                for (int i = 0; i < WARM_UPS + CHANGES; i++) {
                    MeteredProxy.Cost cost = proxy.change(7 * i, 2);
                    if (i >= WARM_UPS) {
                        changes.add(cost);
                    }
                }
                MeteredProxy.Cost drains = proxy.settle();
                assertThat(proxy.counts().realServers()).isEqualTo(services * MeteredProxy.ENDPOINTS);
                return new Costs(changes, drains);
            }
        }

        private long medianBytes() {
            return changes.stream()
                    .map(MeteredProxy.Cost::bytes)
                    .sorted()
                    .toList()
                    .get(CHANGES / 2);
        }
    }

    @Test
    void oneChangeCostsTheSameAmongAThousandAndAmongFiveThousandServices() {
        Costs few = Costs.among(FEW);
        Costs many = Costs.among(MANY);

        assertThat(few.changes()).allSatisfy(cost -> {
            assertThat(cost.messages()).isEqualTo(2);
            assertThat(cost.systemCalls()).isEqualTo(2);
        });
        for (int i = 0; i < CHANGES; i++) {
            assertThat(many.changes().get(i).messages())
                    .isEqualTo(few.changes().get(i).messages());
            assertThat(many.changes().get(i).systemCalls())
                    .isEqualTo(few.changes().get(i).systemCalls());
        }
        assertThat(many.drains().messages()).isEqualTo(few.drains().messages());
        assertThat(many.drains().systemCalls()).isEqualTo(few.drains().systemCalls());
        assertThat(few.medianBytes()).isLessThan(MOST_BYTES);
        assertThat(many.medianBytes()).isLessThan(few.medianBytes() * 5 / 4);
    }
}
