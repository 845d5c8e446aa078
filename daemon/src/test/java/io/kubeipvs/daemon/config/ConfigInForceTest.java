package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigInForceTest {
    private static final Config STARTED = Config.DEFAULT.with(config -> config.settings(
            settings -> settings.externalAddresses(rules -> rules.withServiceRanges(ranges("10.96.0.0/12")))));

    private final ConfigInForce inForce = new ConfigInForce(content(STARTED));
    private final List<Config> first = new ArrayList<>();
    private final List<Config> last = new ArrayList<>();

    @Test
    void theClustersRangesAreAddedToTheOperators() {
        inForce.subscribe("first", first::add);
        inForce.setClusterRanges(ranges("10.96.0.0/12", "fd00:96::/108"));
        assertThat(serviceRanges()).isEqualTo(ranges("10.96.0.0/12", "fd00:96::/108"));
        inForce.setClusterRanges(List.of());
        assertThat(first).hasSize(2).last().isEqualTo(STARTED);
    }

    @Test
    void aChangeOfTheOperatorKeepsTheClustersRanges() {
        inForce.setClusterRanges(ranges("fd00:96::/108"));
        inForce.change(content(Config.DEFAULT.with(SCHEDULER_SH)));
        assertThat(inForce.current().settings().scheduler()).isEqualTo(Scheduler.SH);
        assertThat(serviceRanges()).isEqualTo(ranges("fd00:96::/108"));
    }

    @Test
    void subscribersAreNotCalledForAnEqualValue() {
        inForce.subscribe("first", first::add);
        inForce.setClusterRanges(ranges("10.96.0.0/12"));
        inForce.change(content(STARTED));
        assertThat(first).isEmpty();
    }

    @Test
    void aSubscriberThatThrowsLeavesTheFormerValueInForceEverywhere() {
        inForce.subscribe("first", first::add);
        inForce.subscribe("failing", config -> {
            if (config.verbosity() == 7) {
                throw new IllegalStateException("no memory");
            }
        });
        inForce.subscribe("last", last::add);
        Config wrong = STARTED.with(config -> config.verbosity(7));
        assertThatThrownBy(() -> inForce.change(content(wrong)))
                .isInstanceOf(ConfigNotAppliedException.class)
                .hasMessage("failing: no memory");
        assertThat(inForce.current()).isEqualTo(STARTED);
        assertThat(inForce.content()).isEqualTo(content(STARTED));
        assertThat(first).containsExactly(wrong, STARTED);
        assertThat(last).isEmpty();
        inForce.change(content(STARTED.with(config -> config.verbosity(6))));
        assertThat(first).last().isEqualTo(inForce.current());
        assertThat(last).containsExactly(inForce.current());
    }

    @Test
    void aSubscriberThatCannotReturnDoesNotKeepOthersFromIt() {
        inForce.subscribe("first", first::add);
        inForce.subscribe("broken", config -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> inForce.setClusterRanges(ranges("fd00:96::/108")))
                .isInstanceOf(ConfigNotAppliedException.class);
        assertThat(first).last().isEqualTo(STARTED);
        assertThat(inForce.current()).isEqualTo(STARTED);
    }

    private static final Consumer<Config.Builder> SCHEDULER_SH =
            config -> config.settings(settings -> settings.scheduler(Scheduler.SH));

    private List<Cidr> serviceRanges() {
        return inForce.current().settings().externalAddresses().serviceRanges();
    }

    private static ConfigFile.Content content(Config config) {
        return new ConfigFile.Content(config, List.of(), Map.of(), List.of());
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
