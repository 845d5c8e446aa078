package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceNotesTest {
    private static final ServiceName WEB = new ServiceName("default", "web");
    private static final Ip CLUSTER_IP = Ip.parse("10.96.0.1");
    private static final VirtualServer.Key KEY = new VirtualServer.Key(CLUSTER_IP, 80, Protocol.TCP);
    private static final Conflict CONFLICT = new Conflict(KEY, WEB, List.of(new ServiceName("default", "rival")));

    private final ServiceNotes notes = new ServiceNotes();

    @Test
    void aConflictIsReportedWhenItBeginsWhenItEndsAndWhenItReturns() {
        notes.update(KEY, Optional.of(CONFLICT));
        notes.update(KEY, Optional.of(CONFLICT));
        assertThat(notes.takeChanges().conflicts()).containsExactly(CONFLICT);
        notes.update(KEY, Optional.of(CONFLICT));
        assertThat(notes.takeChanges().conflicts()).isEmpty();

        notes.update(KEY, Optional.empty());
        assertThat(notes.takeChanges().endedConflicts()).containsExactly(CONFLICT);

        notes.update(KEY, Optional.of(CONFLICT));
        assertThat(notes.takeChanges().conflicts()).containsExactly(CONFLICT);
    }

    @Test
    void aRefusedAddressIsReportedOnceWithAllRefusedAddressesOfItsService() {
        update(service("web", "10.96.0.1").externalIps("127.0.0.1"));
        assertThat(notes.takeChanges().refusals()).hasSize(1);
        update(service("web", "10.96.0.1").externalIps("127.0.0.1"));
        assertThat(notes.takeChanges().refusals()).isEmpty();

        update(service("web", "10.96.0.1").externalIps("127.0.0.1", "224.0.0.1"));
        assertThat(notes.takeChanges().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.begun())
                    .extracting(address -> address.address().toString())
                    .containsExactly("224.0.0.1");
            assertThat(refusal.all()).hasSize(2);
        });
        assertThat(notes.refusedByReason())
                .containsEntry(RefusedAddress.Reason.LOOPBACK, 1)
                .containsEntry(RefusedAddress.Reason.MULTICAST, 1);

        notes.update(WEB, Footprint.NONE);
        assertThat(notes.refusedByReason()).doesNotContainValue(1);
    }

    @Test
    void optionsWithoutEffectAreCountedUntilTheyAreGone() {
        IgnoredOption first = new IgnoredOption(Options.SCHEDULER, "one cause");
        IgnoredOption second = new IgnoredOption(Options.WEIGHT, "another cause");
        notes.update(WEB, ignoring(first, second));
        notes.update(new ServiceName("default", "twin"), ignoring(first));
        assertThat(notes.ignoredCount()).isEqualTo(3);
        notes.update(WEB, ignoring(second));
        notes.update(WEB, ignoring(second));
        assertThat(notes.ignoredCount()).isEqualTo(2);
        notes.update(WEB, Footprint.NONE);
        notes.update(new ServiceName("default", "twin"), Footprint.NONE);
        assertThat(notes.ignoredCount()).isZero();
    }

    private static Footprint ignoring(IgnoredOption... options) {
        return new Footprint.Builder().ignored(List.of(options)).build();
    }

    @Test
    void anAddressIsNotServedUntilNoServiceHasItWhileALinkDoes() {
        Footprint blocked = OnlyService.footprint(
                service("web", "10.96.0.1").view(),
                NodeView.of(NodeSpec.named("n1"), Set.of(CLUSTER_IP)),
                Settings.DEFAULT);
        notes.update(WEB, blocked);
        notes.update(new ServiceName("default", "twin"), blocked);
        notes.update(WEB, Footprint.NONE);
        assertThat(notes.isNotServed(CLUSTER_IP)).isTrue();
        notes.update(new ServiceName("default", "twin"), Footprint.NONE);
        assertThat(notes.isNotServed(CLUSTER_IP)).isFalse();
        ServiceNotes.Changes changes = notes.takeChanges();
        assertThat(changes.notServed()).hasSize(2);
        assertThat(changes.servedAgain()).hasSize(2);
    }

    private void update(Given given) {
        notes.update(WEB, OnlyService.footprint(given.view(), NodeView.UNKNOWN, Settings.DEFAULT));
    }
}
