package io.kubeipvs.core;

import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Hints;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.options.ServiceOptions;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Watch events as data, and generators of them over a world small enough for things to collide. */
public final class Events {
    /** Something that a source reports to the tracker. */
    public interface Event {
        void apply(ChangeTracker tracker);

        /** Events about one object keep their order; others may come in any. */
        String object();

        /** The node as it is from now on, if it is a change of the node. */
        default Optional<NodeView> node() {
            return Optional.empty();
        }
    }

    private record ChangeNode(NodeView view) implements Event {
        @Override
        public void apply(ChangeTracker tracker) {
            // The tracker does not know the node; the proxy does.
        }

        @Override
        public String object() {
            return "node";
        }

        @Override
        public Optional<NodeView> node() {
            return Optional.of(view);
        }
    }

    private record PutService(ServiceSpec service) implements Event {
        @Override
        public void apply(ChangeTracker tracker) {
            tracker.putService(service);
        }

        @Override
        public String object() {
            return "service " + service.name();
        }
    }

    private record RemoveService(ServiceName name) implements Event {
        @Override
        public void apply(ChangeTracker tracker) {
            tracker.removeService(name);
        }

        @Override
        public String object() {
            return "service " + name;
        }
    }

    private record PutSlice(SliceSpec slice) implements Event {
        @Override
        public void apply(ChangeTracker tracker) {
            tracker.putSlice(slice);
        }

        @Override
        public String object() {
            return "slice " + slice.name();
        }
    }

    private record RemoveSlice(SliceName name) implements Event {
        @Override
        public void apply(ChangeTracker tracker) {
            tracker.removeSlice(name);
        }

        @Override
        public String object() {
            return "slice " + name;
        }
    }

    private Events() {}

    /** Any sequence of events. */
    public static Arbitrary<List<Event>> sequences() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, services().map(PutService::new)),
                        Tuple.of(1, serviceNames().map(RemoveService::new)),
                        Tuple.of(5, slices().map(PutSlice::new)),
                        Tuple.of(1, sliceNames().map(RemoveSlice::new)),
                        Tuple.of(1, nodes().map(ChangeNode::new)))
                .map(event -> (Event) event)
                .list()
                .ofMaxSize(40);
    }

    private static Arbitrary<ServiceName> serviceNames() {
        return Arbitraries.of("a", "b", "c").map(name -> new ServiceName("default", name));
    }

    private static Arbitrary<SliceName> sliceNames() {
        return Arbitraries.of("s1", "s2", "s3", "s4").map(name -> new SliceName("default", name));
    }

    private static Arbitrary<ServiceSpec> services() {
        // Few addresses and ports: two Services often claim one virtual server.
        Arbitrary<List<Ip>> vips = Arbitraries.of("10.96.0.1", "10.96.0.2", "fd00::1", "fd00::2")
                .map(Ip::parse)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(2);
        return Combinators.combine(
                        serviceNames(),
                        vips,
                        servicePorts().list().uniqueElements().ofMinSize(1).ofMaxSize(3),
                        externals(),
                        policies(),
                        options())
                .as((name, ips, ports, external, policy, options) -> ServiceSpec.named(name)
                        .withClusterIps(ips)
                        .withPorts(ports)
                        .withExternal(external)
                        .withPolicy(policy)
                        .withOptions(options));
    }

    private static Arbitrary<ServiceOptions> options() {
        ServiceOptions none = ServiceOptions.NONE;
        return Arbitraries.of(
                none,
                none,
                none,
                none.with(Options.SCHEDULER, Scheduler.WLC),
                none.with(Options.SCHEDULER, Scheduler.SH),
                none.with(Options.SCHEDULER, Scheduler.WRR).with(Options.PREFER_LOCAL_WEIGHT, 5),
                none.with(Options.DRAIN_TIMEOUT, Duration.ofSeconds(5)),
                none.with(Options.EXTERNAL_LOCAL, true).with(Options.MAX_CONNECTIONS, 9),
                none.with(Options.SKIP_LOAD_BALANCER_ADDRESSES, true));
    }

    /** Some are the node's own now and then, some another Service's cluster address, one is never given. */
    private static Arbitrary<ExternalAccess> externals() {
        Arbitrary<List<Ip>> addresses = Arbitraries.of(
                        "192.168.1.2", "203.0.113.1", "203.0.113.2", "10.96.0.2", "fd00::9", "127.0.0.1")
                .map(Ip::parse)
                .list()
                .uniqueElements()
                .ofMaxSize(2);
        Arbitrary<List<Ip>> seldom =
                Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(List.<Ip>of())), Tuple.of(1, addresses));
        return Combinators.combine(seldom, seldom)
                .as((external, balanced) ->
                        ExternalAccess.NONE.withExternalIps(external).withLoadBalancerIps(balanced));
    }

    private static Arbitrary<TrafficPolicy> policies() {
        return Combinators.combine(
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(0, 0, 30, 60))
                .as(TrafficPolicy::new);
    }

    private static Arbitrary<NodeView> nodes() {
        Arbitrary<Set<Ip>> addresses = Arbitraries.of("192.168.1.2", "192.168.1.3", "203.0.113.1", "fd00::9", "fe80::1")
                .map(Ip::parse)
                .set()
                .ofMaxSize(3);
        Arbitrary<NodeSpec> specs =
                Arbitraries.of("", "a", "b").map(zone -> NodeSpec.named("n1").withZone(zone));
        return Combinators.combine(specs, addresses).as(NodeView::of);
    }

    private static Arbitrary<ServicePort> servicePorts() {
        return Combinators.combine(portNames(), protocols(), Arbitraries.of(53, 80), Arbitraries.of(0, 0, 30001, 30002))
                .as((name, protocol, port, nodePort) -> new ServicePort(name, protocol, port).withNodePort(nodePort));
    }

    private static Arbitrary<SliceSpec> slices() {
        return Combinators.combine(
                        sliceNames(),
                        serviceNames(),
                        slicePorts().list().ofMaxSize(3),
                        endpoints(),
                        Arbitraries.of(1, 1, 1, 1, 0, 3))
                .as((name, service, ports, endpoints, weight) -> SliceSpec.named(name, service)
                        .withPorts(ports)
                        .withEndpoints(endpoints)
                        .withOptions(
                                weight == 1 ? ServiceOptions.NONE : ServiceOptions.NONE.with(Options.WEIGHT, weight)));
    }

    private static Arbitrary<SlicePort> slicePorts() {
        return Combinators.combine(portNames(), protocols(), Arbitraries.of(5353, 8080))
                .as(SlicePort::new);
    }

    private static Arbitrary<List<Endpoint>> endpoints() {
        Arbitrary<Ip> addresses = Arbitraries.of("10.36.0.1", "10.36.0.2", "10.36.0.3", "fd00:36::1")
                .map(Ip::parse);
        Arbitrary<Conditions> conditions = Arbitraries.of(
                Conditions.READY,
                Conditions.READY,
                new Conditions(false, false, false),
                new Conditions(false, true, true),
                new Conditions(false, false, true));
        Arbitrary<Hints> hints =
                Arbitraries.of(Hints.NONE, new Hints(Set.of(), Set.of("a")), new Hints(Set.of("n1"), Set.of("a")));
        return Combinators.combine(addresses, conditions, Arbitraries.of("n1", "n2", ""), hints)
                .as((address, state, node, preferred) -> Endpoint.at(address)
                        .withConditions(state)
                        .withNodeName(node)
                        .withHints(preferred))
                .list()
                .ofMaxSize(4);
    }

    private static Arbitrary<String> portNames() {
        return Arbitraries.of("", "dns", "http");
    }

    private static Arbitrary<Protocol> protocols() {
        return Arbitraries.of(Protocol.TCP, Protocol.UDP);
    }

    /** The last event of each object, for a new tracker. */
    public static List<Event> lastWords(List<Event> events) {
        return List.copyOf(events.stream()
                .collect(Collectors.toMap(Event::object, e -> e, (first, last) -> last))
                .values());
    }
}
