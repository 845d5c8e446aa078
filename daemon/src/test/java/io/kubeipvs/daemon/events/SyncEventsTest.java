package io.kubeipvs.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.servercheck.CheckBook;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.daemon.sync.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncEventsTest {
    private static final ServiceName WEB = new ServiceName("default", "web");
    private static final ServiceName DB = new ServiceName("prod", "db");

    private final List<Report> reported = new ArrayList<>();
    private final SyncEvents events = new SyncEvents(reported::add);

    @Test
    void allRefusedAddressesOfAServiceAreOneEvent() {
        RefusedAddress loopback =
                new RefusedAddress("spec.externalIPs", Ip.parse("127.0.0.1"), RefusedAddress.Reason.LOOPBACK);
        RefusedAddress unspecified =
                new RefusedAddress("spec.externalIPs", Ip.parse("::"), RefusedAddress.Reason.UNSPECIFIED);
        events.roundEnded(Reports.round()
                .refusal(new ServiceNotes.Refusal(WEB, List.of(unspecified), List.of(loopback, unspecified)))
                .build());
        assertThat(reported)
                .containsExactly(new Report(
                        Subject.of(WEB),
                        Report.Reason.ADDRESS_REFUSED,
                        "spec.externalIPs 127.0.0.1: is a loopback address; it is not served; spec.externalIPs ::: is an"
                                + " unspecified address; it is not served"));
    }

    @Test
    void aConflictIsAnEventOfEachServiceThatHasIt() {
        VirtualServer.Key key = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
        Reports conflicting = Reports.round();
        conflicting.notes().conflicts().add(new Conflict(key, WEB, List.of(DB)));
        events.roundEnded(conflicting.build());
        assertThat(reported)
                .extracting(report -> report.about().toString())
                .containsExactly("Service default/web", "Service prod/db");
        assertThat(reported)
                .extracting(Report::note)
                .containsOnly("TCP 10.96.0.1:80 is claimed by Services default/web (serves it) and [prod/db]");
    }

    @Test
    void aServerThatFailsItsHealthCheckIsAnEventOfEachServiceThatUsesIt() {
        ServerCheck check =
                new ServerCheck(Ip.parse("10.36.0.1"), 8080, ServerCheck.Request.TCP, ServerCheck.Pace.DEFAULT);
        Reports failing = Reports.round();
        failing.checks()
                .transitions()
                .add(new CheckBook.Transition(new CheckResult(check, Optional.of("refused")), Set.of(WEB)));
        failing.checks()
                .transitions()
                .add(new CheckBook.Transition(new CheckResult(check, Optional.empty()), Set.of(WEB)));
        events.roundEnded(failing.build());
        assertThat(reported)
                .containsExactly(
                        new Report(Subject.of(WEB), Report.Reason.SERVER_UNHEALTHY, "tcp://10.36.0.1:8080: refused"),
                        new Report(
                                Subject.of(WEB), Report.Reason.SERVER_HEALTHY, "tcp://10.36.0.1:8080: healthy again"));
    }
}
