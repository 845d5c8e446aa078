package io.kubeipvs.daemon.state;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Hints;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSelector;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.SchedulerFlag;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.model.SourceRanges;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.options.ServiceOptions;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Any state of an API server, also what no server has. */
final class RandomState {
    private static final List<String> NAMES = List.of(
            "a", "web-1", "kube-dns", "ü", "\"quoted\"", "two words", "line\nbreak", "x".repeat(253), "{}", "0");

    private final Random random;

    RandomState(Random random) {
        this.random = random;
    }

    LastState next() {
        return new LastState(
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(node()),
                some(() -> NodeSpec.named(name()).withAddresses(some(this::ip)).withOptions(weight())),
                some(() -> new ServiceRanges.Spec(name(), some(this::cidr))),
                some(this::service),
                some(this::slice));
    }

    private NodeSpec node() {
        return NodeSpec.named(name())
                .withZone(optionalName())
                .withAddresses(some(this::ip))
                .withPodCidrs(some(this::cidr))
                .withLabels(random.nextBoolean() ? Map.of() : Map.of(name(), optionalName()))
                .withOptions(weight())
                .withToBeDeleted(random.nextBoolean())
                .withUnreachable(random.nextBoolean());
    }

    private ServiceSpec service() {
        return ServiceSpec.named(new ServiceName(name(), name()))
                .withClusterIps(some(this::ip))
                .withPorts(some(() -> new ServicePort(optionalName(), protocol(), port())
                        .withNodePort(random.nextBoolean() ? 0 : port())))
                .withExternal(ExternalAccess.NONE
                        .withExternalIps(some(this::ip))
                        .withLoadBalancerIps(some(this::ip))
                        .withSourceRanges(
                                random.nextBoolean() ? SourceRanges.NOBODY : new SourceRanges(some(this::cidr)))
                        .withHealthCheckNodePort(random.nextBoolean() ? 0 : port()))
                .withPolicy(TrafficPolicy.CLUSTER
                        .withInternalLocal(random.nextBoolean())
                        .withExternalLocal(random.nextBoolean())
                        .withAffinity(random.nextInt(86_401)))
                .withOptions(options())
                .withCreated(random.nextBoolean() ? 0 : random.nextLong());
    }

    private ServiceOptions options() {
        return random.nextBoolean()
                ? ServiceOptions.NONE
                : ServiceOptions.NONE
                        .with(Options.SCHEDULER, Scheduler.MH)
                        .with(Options.SCHEDULER_FLAGS, Set.of(SchedulerFlag.PORT))
                        .with(Options.DRAIN_TIMEOUT, Duration.ofSeconds(random.nextInt(100_000)))
                        .with(Options.MAX_CONNECTIONS, port())
                        .with(Options.PERSISTENCE_PREFIX, 24)
                        .with(Options.EXTERNAL_LOCAL, random.nextBoolean())
                        .with(Options.SOURCE_RANGES_POLICY, SourceRanges.Policy.DENY)
                        .with(Options.NODES, NodeSelector.parse("a,!b,c in (d,e),f!=g"));
    }

    private ServiceOptions weight() {
        return random.nextBoolean() ? ServiceOptions.NONE : ServiceOptions.NONE.with(Options.WEIGHT, random.nextInt(9));
    }

    private SliceSpec slice() {
        String namespace = name();
        return SliceSpec.named(new SliceName(namespace, name()), new ServiceName(namespace, name()))
                .withOptions(weight())
                .withPorts(some(() -> new SlicePort(optionalName(), protocol(), port())))
                .withEndpoints(some(() -> Endpoint.at(ip())
                        .withConditions(
                                new Conditions(random.nextBoolean(), random.nextBoolean(), random.nextBoolean()))
                        .withPod(random.nextBoolean())
                        .withNodeName(optionalName())
                        .withHints(new Hints(names(), names()))));
    }

    private Set<String> names() {
        return random.nextInt(3) > 0 ? Set.of() : new HashSet<>(some(this::name));
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String optionalName() {
        return random.nextBoolean() ? "" : name();
    }

    private Protocol protocol() {
        return Protocol.values()[random.nextInt(Protocol.values().length)];
    }

    private int port() {
        return 1 + random.nextInt(65_535);
    }

    private Ip ip() {
        return random.nextBoolean() ? Ip.v4(random.nextInt()) : Ip.v6(random.nextLong(), random.nextInt(3));
    }

    private Cidr cidr() {
        Ip ip = ip();
        return new Cidr(ip, random.nextInt(ip.family().bits() + 1));
    }

    private <T> List<T> some(Supplier<T> one) {
        return IntStream.range(0, random.nextInt(5)).mapToObj(i -> one.get()).toList();
    }

    /** A small one of a usual cluster. */
    static LastState usual() {
        ServiceName web = new ServiceName("default", "web");
        return new LastState(
                Optional.of(NodeSpec.named("n1").withZone("a").withAddresses(List.of(Ip.parse("192.168.1.2")))),
                List.of(NodeSpec.named("n2").withAddresses(List.of(Ip.parse("192.168.1.3")))),
                List.of(new ServiceRanges.Spec("kubernetes", List.of(Cidr.parse("10.96.0.0/12")))),
                List.of(ServiceSpec.named(web)
                        .withClusterIps(List.of(Ip.parse("10.96.0.1")))
                        .withPorts(List.of(new ServicePort("", Protocol.TCP, 80)))),
                List.of(SliceSpec.named(new SliceName("default", "web-a"), web)
                        .withPorts(List.of(new SlicePort("", Protocol.TCP, 8080)))
                        .withEndpoints(Stream.of("10.36.0.1", "10.36.0.2")
                                .map(Ip::parse)
                                .map(Endpoint::at)
                                .toList())));
    }
}
