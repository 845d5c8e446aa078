package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsInForceTest {
    private static final Settings SAID = new Settings(Scheduler.RR)
            .withExternalAddresses(ExternalAddressRules.DEFAULT
                    .withPodRanges(ranges("10.244.0.0/16"))
                    .withServiceRanges(ranges("10.96.0.0/12")));

    private final List<Settings> told = new ArrayList<>();
    private final SettingsInForce settings = new SettingsInForce(SAID, told::add);

    @Test
    void theClustersRangesAreAddedToThoseThatAreSaid() {
        settings.setClusterRanges(ranges("10.96.0.0/12", "fd00:96::/108"));
        assertThat(told)
                .containsExactly(SAID.withExternalAddresses(
                        SAID.externalAddresses().withServiceRanges(ranges("10.96.0.0/12", "fd00:96::/108"))));
        settings.setClusterRanges(List.of());
        assertThat(told).last().isEqualTo(SAID);
    }

    @Test
    void aChangeOfTheSettingsKeepsTheClustersRanges() {
        settings.setClusterRanges(ranges("fd00:96::/108"));
        settings.change(new Settings(Scheduler.SH));
        assertThat(told).last().satisfies(now -> {
            assertThat(now.scheduler()).isEqualTo(Scheduler.SH);
            assertThat(now.externalAddresses().serviceRanges()).isEqualTo(ranges("fd00:96::/108"));
        });
    }

    @Test
    void whatChangesNothingIsNotTold() {
        settings.setClusterRanges(ranges("10.96.0.0/12"));
        settings.change(SAID);
        assertThat(told).isEmpty();
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
