package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.audit.Finding;
import io.kubeipvs.core.audit.Reading;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The audit in any history: own changes, changes by another program, readings that are slow, and lost answers come in any
 * order.
 */
class AuditProperties {
    @Provide
    Arbitrary<List<Event>> histories() {
        return Events.sequences();
    }

    @Property(tries = 300)
    void aKernelThatNobodyElseChangesIsNeverRepaired(@ForAll("histories") List<Event> events, @ForAll Random random) {
        World world = new World();
        world.start();
        for (Event event : events) {
            world.change(event);
            RoundReport report = world.step(random);
            assertThat(report.drift()).isEmpty();
            assertThat(report.applied().results())
                    .noneMatch(result -> result.outcome().isSurprise());
        }
        world.pass(); // ends all drains
        world.kernel.log().clear();
        world.pass();
        assertThat(world.kernel.log()).isEmpty();
    }

    @Property(tries = 300)
    void whateverAnotherProgramChangesAndWheneverItIsRead_thePassAfterItRepairsIt(
            @ForAll("histories") List<Event> events, @ForAll Random random) {
        World world = new World();
        world.start();
        for (Event event : events) {
            world.change(event);
            world.step(random);
            if (random.nextInt(3) == 0) {
                world.foreignChange(random).ifPresent(op -> world.kernel.apply(List.of(op)));
            }
            world.step(random);
        }
        world.deliver();
        world.assertConverges(events);
    }

    @Property(tries = 300)
    void lostAnswersAreFixedByReadingWhatTheyAreAbout(@ForAll("histories") List<Event> events, @ForAll Random random) {
        World world = new World();
        world.start();
        for (Event event : events) {
            world.change(event);
            world.kernel.setFault(op -> random.nextInt(6) == 0 ? world.madeOrNot(op, random) : null);
            world.step(random);
            world.kernel.setFault(op -> null);
            world.step(random);
        }
        world.deliver();
        world.assertConverges(events);
    }

    /** One proxy, its kernel, and at most one reading that is ordered or read and not delivered. */
    private static final class World {
        private static final Duration PERIOD = Duration.ofSeconds(30);

        private final FakeKernel kernel = new FakeKernel();
        private final ChangeTracker tracker = new ChangeTracker(() -> {});
        private final NodeProxy proxy = new NodeProxy(tracker, Settings.DEFAULT, PERIOD);
        private Instant now = Instant.parse("2026-01-01T12:00:00Z");
        private Optional<Reading> ordered = Optional.empty();
        private Optional<Finding> read = Optional.empty();

        /** The answer was lost, whether the kernel made the change or not. */
        private Outcome madeOrNot(KernelOp op, Random random) {
            if (random.nextBoolean()) {
                kernel.setFault(other -> null);
                kernel.apply(List.of(op));
            }
            return new Outcome.Lost("ENOBUFS");
        }

        private void start() {
            proxy.changeNode(NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2"))));
            tracker.relistSlices(List.of());
            tracker.relistServices(List.of());
            round();
        }

        private void change(Event event) {
            event.apply(tracker);
            event.node().ifPresent(proxy::changeNode);
        }

        /** Time passes, a reading is ordered, read or delivered, and there is a round. */
        private RoundReport step(Random random) {
            now = now.plusSeconds(random.nextInt(40));
            switch (random.nextInt(4)) {
                case 0 -> order();
                case 1 -> read();
                case 2 -> deliver();
                default -> passPart(random);
            }
            return round();
        }

        private void order() {
            if (ordered.isEmpty() && read.isEmpty()) {
                ordered = proxy.auditing().takeReading(now);
            }
        }

        private void read() {
            if (ordered.isPresent()) {
                read = ordered.map(reading -> reading.read(kernel));
                ordered = Optional.empty();
            }
        }

        private void deliver() {
            read();
            read.ifPresent(finding -> proxy.auditing().found(finding, now));
            read = Optional.empty();
        }

        private void passPart(Random random) {
            for (int i = random.nextInt(6); i > 0; i--) {
                order();
                deliver();
            }
        }

        /** One whole pass, and the rounds that it needs. */
        private void pass() {
            deliver();
            now = now.plusSeconds(600);
            long passes = proxy.auditing().audit().passes();
            for (int i = 0;
                    i < 100
                            && (proxy.auditing().audit().passes() < passes + 2
                                    || proxy.auditing().nextReading().isBefore(now));
                    i++) {
                order();
                deliver();
                round();
                now = now.plusSeconds(31);
            }
        }

        private void assertConverges(List<Event> events) {
            pass();
            pass();
            assertThat(kernel.observe()).isEqualTo(freshStart(events));
            assertThat(proxy.reconciler().isPending()).isFalse();
        }

        private KernelState freshStart(List<Event> events) {
            World fresh = new World();
            fresh.start();
            Events.lastWords(events).forEach(fresh::change);
            fresh.round();
            fresh.pass();
            return fresh.kernel.observe();
        }

        private RoundReport round() {
            proxy.takeChanged();
            RoundReport report = proxy.round(kernel, now);
            proxy.schedule(report, now);
            return report;
        }

        /** Something that another program may do to our objects. */
        private Optional<KernelOp> foreignChange(Random random) {
            KernelState state = kernel.observe();
            List<KernelOp> possible = new ArrayList<>();
            for (Frontend frontend : state.frontends().values()) {
                possible.add(new IpvsOp.DropVirtualServer(frontend.key()));
                for (RealServer server : frontend.realServers().values()) {
                    possible.add(new IpvsOp.DropRealServer(frontend.key(), server.key()));
                    possible.add(new IpvsOp.ChangeRealServer(frontend.key(), new RealServer(server.key(), 7)));
                }
                RealServer stranger = new RealServer(
                        new RealServer.Key(
                                frontend.key().isByMark()
                                                || frontend.key().vip().family() == Family.IPV4
                                        ? Ip.parse("10.99.0.1")
                                        : Ip.parse("fd00:99::1"),
                                99),
                        1);
                possible.add(new IpvsOp.AddRealServer(frontend.key(), stranger));
            }
            state.vips().forEach(vip -> possible.add(new VipOp.UnbindVip(vip)));
            state.filter()
                    .admissions()
                    .forEach((key, admission) ->
                            possible.add(new FilterOp.DropAdmission(key, admission, Phase.CLEAN_UP_FILTER)));
            return possible.isEmpty() ? Optional.empty() : Optional.of(possible.get(random.nextInt(possible.size())));
        }
    }
}
