package io.kubeipvs.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncEventsTest {
    private static final ServiceName WEB = new ServiceName("default", "web");
    private static final ServiceName DB = new ServiceName("prod", "db");

    private final List<Report> told = new ArrayList<>();
    private final SyncEvents events = new SyncEvents(told::add);

    @Test
    void allRefusedAddressesOfAServiceAreOneEvent() {
        events.refused(
                WEB,
                List.of(
                        new RefusedAddress("spec.externalIPs", Ip.parse("127.0.0.1"), RefusedAddress.Reason.LOOPBACK),
                        new RefusedAddress("spec.externalIPs", Ip.parse("::"), RefusedAddress.Reason.UNSPECIFIED)));
        assertThat(told)
                .containsExactly(new Report(
                        Subject.of(WEB),
                        Report.Reason.ADDRESS_REFUSED,
                        "spec.externalIPs 127.0.0.1: is a loopback address; it is not served; spec.externalIPs ::: is an"
                                + " unspecified address; it is not served"));
    }

    @Test
    void aConflictIsToldToAllThatHaveIt() {
        VirtualServer.Key key = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
        events.conflict(new Conflict(key, WEB, List.of(DB)));
        assertThat(told)
                .extracting(report -> report.about().toString())
                .containsExactly("Service default/web", "Service prod/db");
        assertThat(told)
                .extracting(Report::note)
                .containsOnly("TCP 10.96.0.1:80 is claimed by Services default/web (serves it) and [prod/db]");
    }
}
