package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.SchedulerFlag;
import io.kubeipvs.core.options.ServiceOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the options of a Service change of its footprint. */
class ServiceOptionsFootprintTest extends FootprintHarness {
    private static Given web() {
        return service("web", CLUSTER_IP).endpoints("10.180.0.1");
    }

    private static Footprint without(Given service, Set<Scheduler> missing) {
        return Footprints.of(service.view(), new Footprints.Circumstances(NODE, RR, new Ledger(), missing));
    }

    @Test
    void everyVirtualServerHasTheChosenScheduler() {
        Footprint footprint = footprint(everywhere().externalLocal().option(Options.SCHEDULER, Scheduler.WLC));
        assertThat(footprint.frontends().values())
                .hasSizeGreaterThan(4)
                .allMatch(frontend -> frontend.virtualServer().scheduler().equals("wlc"));
        assertThat(footprint.ignored()).isEmpty();
    }

    @Test
    void chosenFlagsReplaceTheDefault() {
        Given web = web().option(Options.SCHEDULER, Scheduler.MH);
        assertThat(lines(footprint(web))).containsExactly("TCP 10.20.30.41:80 mh flags=0x18 -> 10.180.0.1:8080");
        web.option(Options.SCHEDULER_FLAGS, Set.of(SchedulerFlag.PORT));
        assertThat(lines(footprint(web))).containsExactly("TCP 10.20.30.41:80 mh flags=0x10 -> 10.180.0.1:8080");
    }

    @Test
    void flagsOfASchedulerWithoutFlagsAreIgnoredAndNamed() {
        Footprint footprint = footprint(web().option(Options.SCHEDULER_FLAGS, Set.of(SchedulerFlag.PORT)));
        assertThat(lines(footprint)).containsExactly("TCP 10.20.30.41:80 rr -> 10.180.0.1:8080");
        assertThat(footprint.ignored())
                .hasToString("[kubeipvs.io/scheduler-flags has no effect: scheduler rr has no flags]");
    }

    @Test
    void aSchedulerThatTheKernelDoesNotHaveIsReplacedByTheDefault() {
        Given web = web().option(Options.SCHEDULER, Scheduler.FO);
        Footprint footprint = without(web, Set.of(Scheduler.FO));
        assertThat(lines(footprint)).containsExactly("TCP 10.20.30.41:80 rr -> 10.180.0.1:8080");
        assertThat(footprint.ignored().toString()).contains("no scheduler fo").contains("modprobe ip_vs_fo");
    }

    @Test
    void anOptionThatIsNotAllowedIsIgnoredAndNamed() {
        Given web = web().option(Options.SCHEDULER, Scheduler.FO);
        Set<ServiceOption<?>> allowed = Set.of(Options.SCHEDULER_FLAGS);
        Footprint footprint = OnlyService.footprint(
                web.view().withService(web.view().service().map(spec -> spec.inForce(allowed))), NODE, RR);
        assertThat(lines(footprint)).containsExactly("TCP 10.20.30.41:80 rr -> 10.180.0.1:8080");
        assertThat(footprint.ignored().toString())
                .contains("kubeipvs.io/scheduler")
                .contains("annotations.allowed");
    }
}
