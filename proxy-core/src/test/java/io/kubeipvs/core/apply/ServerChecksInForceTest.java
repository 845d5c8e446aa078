package io.kubeipvs.core.apply;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.HealthOptions.OnFailure;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.servercheck.CheckBook;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.core.track.ChangeTracker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Results of health checks while connections are open. */
class ServerChecksInForceTest {
    private static final VirtualServer.Key HTTP = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);
    private static final ServerCheck CHECK =
            new ServerCheck(POD.address(), POD.port(), ServerCheck.Request.TCP, ServerCheck.Pace.DEFAULT);

    private final FakeKernel kernel = new FakeKernel();
    private final SimulatedProxy proxy = new SimulatedProxy(
            kernel, Settings.DEFAULT.with(settings -> settings.allowedOptions(Set.copyOf(Options.ALL))));

    private static Given web() {
        return service("web", "10.96.0.1")
                .option(HealthOptions.KIND, Kind.TCP)
                .endpoints("10.36.0.1+pod", "10.36.0.2+pod");
    }

    private void serve(Given given) {
        proxy.tracker.putService(given.spec());
        given.view().slices().forEach(proxy.tracker::putSlice);
        proxy.round();
    }

    private void fail() {
        proxy.reconciler.checks().take(List.of(new CheckResult(CHECK, Optional.of("refused"))), proxy.tracker);
        proxy.round();
    }

    private void recover() {
        proxy.reconciler.checks().take(List.of(new CheckResult(CHECK, Optional.empty())), proxy.tracker);
        proxy.round();
    }

    private Optional<Integer> weight() {
        return Optional.ofNullable(kernel.realServers(HTTP).get(POD)).map(RealServer::weight);
    }

    private boolean isOpen() {
        return kernel.connections(HTTP).getOrDefault(POD, 0) > 0;
    }

    @Test
    void aFailedServerKeepsItsConnectionsAndComesBack() {
        serve(web());
        kernel.connect(new Connection(HTTP, POD));
        fail();
        assertThat(weight()).contains(0);
        assertThat(isOpen()).isTrue();
        assertThat(proxy.reconciler.drains().count()).isZero();
        recover();
        assertThat(weight()).contains(1);
        assertThat(isOpen()).isTrue();
    }

    @Test
    void aRemovedServerLosesItsConnectionsAndComesBack() {
        serve(web().option(HealthOptions.ON_FAILURE, OnFailure.REMOVE));
        kernel.connect(new Connection(HTTP, POD));
        fail();
        assertThat(weight()).isEmpty();
        assertThat(isOpen()).isFalse();
        recover();
        assertThat(weight()).contains(1);
    }

    @Test
    void onlyTheServicesThatUseTheServerAreDirty() {
        serve(web());
        serve(service("other", "10.96.0.2").option(HealthOptions.KIND, Kind.TCP).endpoints("10.36.0.9+pod"));
        proxy.reconciler.checks().take(List.of(new CheckResult(CHECK, Optional.of("refused"))), proxy.tracker);
        assertThat(proxy.tracker.takeDirty())
                .extracting(view -> view.name().name())
                .containsExactly("web");
        proxy.reconciler.checks().take(List.of(new CheckResult(CHECK, Optional.of("refused"))), proxy.tracker);
        assertThat(proxy.tracker.takeDirty()).isEmpty();
    }

    @Test
    void anEndpointThatComesBackCountsAsHealthy() {
        serve(web());
        fail();
        serve(service("web", "10.96.0.1")
                .option(HealthOptions.KIND, Kind.TCP)
                .endpoints("10.36.0.1+!ready+pod", "10.36.0.2+pod"));
        serve(web());
        assertThat(weight()).contains(1);
    }

    @Test
    void withoutTheAnnotationTheServerIsServedAgain() {
        serve(web());
        fail();
        serve(service("web", "10.96.0.1").endpoints("10.36.0.1+pod", "10.36.0.2+pod"));
        assertThat(weight()).contains(1);
        CheckBook.Changes changes = proxy.reconciler.checks().book().takeChanges();
        assertThat(changes.ended()).isEmpty();
        assertThat(changes.transitions()).hasSize(1);
    }

    @Test
    void whatFailedStaysFailedWithTheListedServices() {
        serve(web());
        fail();
        ChangeTracker listed = new ChangeTracker(() -> {});
        proxy.reconciler.checks().handOver(listed);
        assertThat(listed.view(web().spec().name()).failedChecks()).containsOnlyKeys(CHECK);
    }
}
