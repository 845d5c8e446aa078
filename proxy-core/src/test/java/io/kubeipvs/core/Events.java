package io.kubeipvs.core;

import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Watch events as data, and generators of them over a world small enough for things to collide. */
public final class Events {
    /** Something that a source tells the tracker. */
    public interface Event {
        void tell(ChangeTracker tracker);

        /** Events about one object keep their order; others may come in any. */
        String object();
    }

    private record PutService(ServiceSpec service) implements Event {
        @Override
        public void tell(ChangeTracker tracker) {
            tracker.putService(service);
        }

        @Override
        public String object() {
            return "service " + service.name();
        }
    }

    private record RemoveService(ServiceName name) implements Event {
        @Override
        public void tell(ChangeTracker tracker) {
            tracker.removeService(name);
        }

        @Override
        public String object() {
            return "service " + name;
        }
    }

    private record PutSlice(SliceSpec slice) implements Event {
        @Override
        public void tell(ChangeTracker tracker) {
            tracker.putSlice(slice);
        }

        @Override
        public String object() {
            return "slice " + slice.name();
        }
    }

    private record RemoveSlice(SliceName name) implements Event {
        @Override
        public void tell(ChangeTracker tracker) {
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
                        Tuple.of(1, sliceNames().map(RemoveSlice::new)))
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
                        servicePorts().list().uniqueElements().ofMinSize(1).ofMaxSize(3))
                .as(ServiceSpec::new);
    }

    private static Arbitrary<ServicePort> servicePorts() {
        return Combinators.combine(portNames(), protocols(), Arbitraries.of(53, 80))
                .as(ServicePort::new);
    }

    private static Arbitrary<SliceSpec> slices() {
        return Combinators.combine(
                        sliceNames(), serviceNames(), slicePorts().list().ofMaxSize(3), endpoints())
                .as(SliceSpec::new);
    }

    private static Arbitrary<SlicePort> slicePorts() {
        return Combinators.combine(portNames(), protocols(), Arbitraries.of(5353, 8080))
                .as(SlicePort::new);
    }

    private static Arbitrary<List<Endpoint>> endpoints() {
        Arbitrary<Ip> addresses = Arbitraries.of("10.36.0.1", "10.36.0.2", "10.36.0.3", "fd00:36::1")
                .map(Ip::parse);
        return Combinators.combine(addresses, Arbitraries.of(true, true, true, false))
                .as(Endpoint::new)
                .list()
                .ofMaxSize(4);
    }

    private static Arbitrary<String> portNames() {
        return Arbitraries.of("", "dns", "http");
    }

    private static Arbitrary<Protocol> protocols() {
        return Arbitraries.of(Protocol.TCP, Protocol.UDP);
    }

    /** The last word on each object, in a form that can be told to a new tracker. */
    public static List<Event> lastWords(List<Event> events) {
        return List.copyOf(events.stream()
                .collect(Collectors.toMap(Event::object, e -> e, (first, last) -> last))
                .values());
    }
}
