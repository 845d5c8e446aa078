package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.UnavailableValueException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerCheckTest {
    private final List<String> asked = new ArrayList<>();
    private final SchedulerCheck check = new SchedulerCheck(Config.DEFAULT, this::probes);

    @Test
    void theKernelDecidesOnASchedulerThatTheProgramDoesNotKnow() {
        check.accept(with("twos"));
        check.accept(with("twos"));
        assertThat(asked).containsExactly("twos");
        assertThatThrownBy(() -> check.accept(with("towns")))
                .isInstanceOfSatisfying(
                        UnavailableValueException.class,
                        e -> assertThat(e.fix()).isEqualTo("modprobe ip_vs_towns"))
                .hasMessage("ipvs.scheduler: 'towns': this kernel has no such scheduler");
        check.accept(with("twos"));
        assertThat(asked).containsExactly("twos", "towns");
    }

    @Test
    void aKnownSchedulerMayGetItsModuleLater() {
        check.accept(with("lblcr"));
        assertThat(asked).isEmpty();
    }

    private static Config with(String scheduler) {
        return Config.DEFAULT.with(config -> config.settings(settings -> settings.scheduler(new Scheduler(scheduler))));
    }

    private List<Probe> probes(Scheduler scheduler) {
        asked.add(scheduler.kernelName());
        String what = "scheduler " + scheduler;
        return List.of(() -> List.of(
                scheduler.kernelName().equals("twos")
                        ? CheckResult.ok(what, "there")
                        : CheckResult.missing(
                                what, "this kernel has no such scheduler", "modprobe ip_vs_" + scheduler)));
    }
}
