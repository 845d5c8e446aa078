package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.FailedServers;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.HealthOptions.OnFailure;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.core.track.ServiceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever failed, a health check never leaves a virtual server with fewer healthy servers than the quorum. */
class ServerHealthProperties {
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of());

    /** Each endpoint has a digit from 0 to 5: its condition, its node, and whether its check failed. */
    @Property
    void checksNeverLeaveFewerHealthyServersThanTheQuorum(
            @ForAll List<@IntRange(max = 31) Integer> endpoints,
            @ForAll @IntRange(min = 1, max = 6) int quorum,
            @ForAll OnFailure onFailure,
            @ForAll boolean local,
            @ForAll boolean keepsQuietOnes) {
        Given given = Given.service("web", "10.96.0.1")
                .nodePort(30080)
                .loadBalancer("1.2.3.4")
                .option(HealthOptions.KIND, Kind.TCP)
                .option(HealthOptions.QUORUM, quorum)
                .option(HealthOptions.ON_FAILURE, onFailure)
                .option(Options.SCHEDULER, keepsQuietOnes ? Scheduler.RR : new Scheduler("dh"));
        for (int i = 0; i < endpoints.size(); i++) {
            given.weightedEndpoints(endpoints.get(i) & 1, word(i, endpoints.get(i)));
        }
        ServiceView view = (local ? given.externalLocal() : given).view();
        Footprint unchecked = OnlyService.footprint(view, NODE, Settings.DEFAULT);
        Map<ServerCheck, String> failed = new HashMap<>();
        unchecked.checks().stream()
                .filter(check -> (endpoints.get((int) check.address().low() & 0xff) & 2) != 0)
                .forEach(check -> failed.put(check, "refused"));
        Footprint checked = OnlyService.footprint(view.withFailedChecks(failed), NODE, Settings.DEFAULT);

        assertThat(checked.checks()).isEqualTo(unchecked.checks());
        assertThat(checked.admissions()).isEqualTo(unchecked.admissions());
        assertThat(checked.frontends().keySet()).isEqualTo(unchecked.frontends().keySet());
        unchecked
                .frontends()
                .forEach((key, before) -> compare(before, checked.frontends().get(key), quorum));
    }

    private static void compare(Frontend before, Frontend after, int quorum) {
        FailedServers failed = after.failed();
        long healthy = loud(before)
                - failed.causes().keySet().stream()
                        .filter(server -> !before.realServers()
                                .getOrDefault(server, new RealServer(server, 0))
                                .isQuiet())
                        .count();
        if (failed.causes().isEmpty() || healthy < quorum) {
            assertThat(after.realServers()).isEqualTo(before.realServers());
        } else {
            assertThat(loud(after)).isEqualTo(healthy).isGreaterThanOrEqualTo(quorum);
            assertThat(before.realServers().keySet())
                    .containsAll(after.realServers().keySet());
        }
    }

    private static long loud(Frontend frontend) {
        return frontend.realServers().values().stream()
                .filter(server -> !server.isQuiet())
                .count();
    }

    private static String word(int number, int bits) {
        return "10.36.0." + number + "@" + ((bits & 4) == 0 ? "n1" : "n2") + ((bits & 24) == 24 ? "+!ready" : "")
                + "+pod";
    }
}
