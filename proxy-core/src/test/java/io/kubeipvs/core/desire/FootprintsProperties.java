package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The properties of the footprint of any Service on any node. */
class FootprintsProperties {
    private static final Settings RR = Settings.DEFAULT;
    private static final NodeView N1 = NodeView.of(NodeSpec.named("n1"), Set.of());

    @Provide
    Arbitrary<List<Event>> histories() {
        return Events.sequences();
    }

    @Property
    void aLocalPolicyNeverLeadsToAnotherNode(@ForAll("histories") List<Event> events) {
        NodeView node = lastNode(events).orElse(N1);
        for (ServiceView view : views(events)) {
            OnlyService.footprint(view, node, RR).frontends().values().stream()
                    .filter(frontend ->
                            !frontend.key().isByMark() && isLocal(view.service().orElseThrow(), frontend))
                    .flatMap(frontend -> frontend.realServers().keySet().stream())
                    .forEach(server -> assertThat(runsHere(server, view))
                            .as(server.toString())
                            .isTrue());
        }
    }

    private static boolean isLocal(ServiceSpec service, Frontend frontend) {
        boolean isCluster = service.clusterIps().contains(frontend.key().vip());
        return isCluster ? service.policy().internalLocal() : service.policy().externalLocal();
    }

    private static boolean runsHere(RealServer.Key server, ServiceView view) {
        return view.slices().stream()
                .map(SliceSpec::endpoints)
                .flatMap(List::stream)
                .filter(endpoint -> endpoint.address().equals(server.address()))
                .map(Endpoint::nodeName)
                .anyMatch("n1"::equals);
    }

    @Property
    void aServiceThatExternalClientsReachIsReachableInTheCluster(@ForAll("histories") List<Event> events) {
        NodeView node = lastNode(events).orElse(N1);
        for (ServiceView view : views(events)) {
            Footprint footprint = OnlyService.footprint(view, node, RR);
            assertThat(footprint.frontends().keySet())
                    .containsAll(footprint.admissions().keySet());
            footprint.admissions().forEach((key, admission) -> {
                if (admission.inClusterMark() != 0) {
                    VirtualServer.Key byMark =
                            VirtualServer.Key.ofMark(key.vip().family(), admission.inClusterMark());
                    Frontend marked = footprint.frontends().get(byMark);
                    assertThat(marked.realServers()).isNotEmpty();
                    boolean isSticky =
                            footprint.frontends().get(key).virtualServer().timeoutSeconds() > 0;
                    Scheduler chosen = view.service()
                            .flatMap(service -> service.options().get(Options.SCHEDULER))
                            .orElse(Scheduler.RR);
                    assertThat(marked.virtualServer().scheduler()).isEqualTo(isSticky ? "sh" : chosen.kernelName());
                }
            });
        }
    }

    @Property
    void aServiceThatAChangeOfTheNodeDoesNotConcernComesOutTheSame(@ForAll("histories") List<Event> events) {
        NodeView before = NodeView.UNKNOWN;
        for (Event event : events) {
            if (event.node().isPresent()) {
                NodeView after = event.node().get();
                NodeChange change = new NodeChange(before, after, NodePortAddresses.ALL);
                for (ServiceView view : views(events)) {
                    if (!change.concerns(view.service().orElseThrow())) {
                        assertThat(OnlyService.footprint(view, after, RR))
                                .isEqualTo(OnlyService.footprint(view, before, RR));
                    }
                }
                before = after;
            }
        }
    }

    @Property
    void theOrderOfSlicesDoesNotMatter(@ForAll("histories") List<Event> events) {
        for (ServiceView view : views(events)) {
            List<SliceSpec> reversed = new ArrayList<>(view.slices());
            Collections.reverse(reversed);
            assertThat(OnlyService.footprint(view.withSlices(reversed), N1, RR))
                    .isEqualTo(OnlyService.footprint(view, N1, RR));
        }
    }

    private static Optional<NodeView> lastNode(List<Event> events) {
        return events.stream().map(Event::node).flatMap(Optional::stream).reduce((first, last) -> last);
    }

    /** The Services that there are in the end. */
    private static List<ServiceView> views(List<Event> events) {
        ChangeTracker tracker = new ChangeTracker(() -> {});
        events.forEach(event -> event.apply(tracker));
        return tracker.takeDirty().stream()
                .filter(view -> view.service().isPresent())
                .toList();
    }
}
