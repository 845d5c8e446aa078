package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A start from the state of an earlier run, on any kernel. */
class LastKnownProperties {
    @Provide
    Arbitrary<List<Event>> histories() {
        return Events.sequences();
    }

    @Property
    void anEmptyKernelGetsWhatTheEarlierRunKnew(@ForAll("histories") List<Event> events) {
        FakeKernel kernel = new FakeKernel();
        SimulatedProxy proxy = provisional(kernel, events);
        assertThat(proxy.settled()).isEqualTo(SimulatedProxy.freshStart(events, Settings.DEFAULT));
    }

    @Property
    void whatANewerKernelHasStaysUntilThePresentStateIsKnown(
            @ForAll("histories") List<Event> earlier,
            @ForAll("histories") List<Event> later,
            @ForAll("histories") List<Event> last,
            @ForAll Random random) {
        FakeKernel kernel = new FakeKernel();
        List<Event> known = concat(earlier, later);
        new SimulatedProxy(kernel, Settings.DEFAULT)
                .apply(Events.lastWords(known))
                .settled();
        KernelState before = kernel.observe();

        SimulatedProxy proxy = provisional(kernel, earlier);
        kernel.setFault(op -> random.nextInt(8) == 0 ? new Outcome.Refused("ENOMEM", "no memory") : null);
        for (int round = 0; round < 3; round++) {
            proxy.reconciler.retry();
            proxy.countingRound();
            assertStays(before, kernel.observe());
        }
        kernel.setFault(op -> null);

        List<Event> all = concat(known, last);
        proxy.useListed(Events.lastWords(all));
        assertThat(proxy.settled()).isEqualTo(SimulatedProxy.freshStart(all, Settings.DEFAULT));
    }

    @Property
    void whatAnotherHandRemovesMeanwhileComesBack(@ForAll("histories") List<Event> events) {
        FakeKernel kernel = new FakeKernel();
        new SimulatedProxy(kernel, Settings.DEFAULT)
                .apply(Events.lastWords(events))
                .settled();
        SimulatedProxy proxy = provisional(kernel, events);
        proxy.settled();
        KernelState before = kernel.observe();
        before.vips().forEach(vip -> kernel.apply(List.of(new VipOp.UnbindVip(vip))));
        before.frontends().keySet().forEach(key -> kernel.apply(List.of(new IpvsOp.DropVirtualServer(key))));
        proxy.reconciler.reality().replace(kernel.observe());
        ChangedObjects removed = new ChangedObjects();
        removed.addVips(before.vips());
        before.frontends().keySet().forEach(removed::add);
        proxy.reconciler.compare(removed);
        proxy.round();
        assertThat(kernel.observe()).isEqualTo(before);
    }

    private static SimulatedProxy provisional(FakeKernel kernel, List<Event> events) {
        SimulatedProxy proxy = new SimulatedProxy(kernel, Settings.DEFAULT);
        ChangeTracker services = new ChangeTracker(() -> {});
        Events.lastWords(events).forEach(event -> {
            event.apply(services);
            event.node().ifPresent(proxy::changeNode);
        });
        proxy.useLastKnown(services);
        return proxy.adopted();
    }

    private static void assertStays(KernelState before, KernelState after) {
        assertThat(after.vips()).containsAll(before.vips());
        before.frontends().forEach((key, frontend) -> {
            Frontend now = after.frontends().get(key);
            assertThat(now).as("%s", key).isNotNull();
            if (!frontend.realServers().isEmpty()) {
                assertThat(now).isEqualTo(frontend);
            }
        });
    }

    private static List<Event> concat(List<Event> one, List<Event> other) {
        List<Event> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
