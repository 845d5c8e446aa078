package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.options.ServiceOptions;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.daemon.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Results of health checks on their way to the kernel. */
class SyncLoopChecksTest extends SyncLoopHarness {
    private static final RealServer.Key OTHER = new RealServer.Key(Ip.parse("10.36.0.2"), POD.port());

    private int weight(RealServer.Key pod) {
        synchronized (kernel) {
            return kernel.realServers(WEB).get(pod).weight();
        }
    }

    @Test
    void aServerIsQuietWhileItIsUnhealthy() throws Exception {
        start(kernel, Duration.ofMinutes(10));
        changeConfig(change -> change.settings(settings -> settings.allowedOptions(Set.copyOf(Options.ALL))));
        ServiceSpec checked = web().withOptions(ServiceOptions.NONE.with(HealthOptions.KIND, Kind.TCP));
        list(checked);
        tracker.putSlice(slice().withEndpoints(List.of(
                Endpoint.at(POD.address()).withPod(true),
                Endpoint.at(OTHER.address()).withPod(true))));
        SyncReport report = next();
        while (report.round().checks().begun().isEmpty()) {
            report = next();
        }
        ServerCheck check = report.round().checks().begun().stream()
                .filter(one -> one.address().equals(POD.address()))
                .findFirst()
                .orElseThrow();
        loop.checked(new CheckResult(check, Optional.of("refused")));
        Await.until(() -> assertThat(weight(POD)).isZero());
        assertThat(weight(OTHER)).isOne();
        loop.checked(new CheckResult(check, Optional.empty()));
        Await.until(() -> assertThat(weight(POD)).isOne());
    }
}
