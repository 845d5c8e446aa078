package io.kubeipvs.core.model;

import static io.kubeipvs.core.options.ServiceOption.Holder.NODE;
import static io.kubeipvs.core.options.ServiceOption.Holder.SERVICE;
import static io.kubeipvs.core.options.ServiceOption.Holder.SLICE;

import io.kubeipvs.core.options.OptionType;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOption.Holder;
import io.kubeipvs.core.options.ServiceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options that annotations of Services, EndpointSlices and Nodes can choose. */
public final class Options {
    private static final String KUBE_ROUTER = "kube-router.io/service.";

    /** {@code scheduler}. Only known ones: the kernel loads a module of any name that a tenant would write. */
    public static final ServiceOption<Scheduler> SCHEDULER = ServiceOption.named(
                    "scheduler",
                    new OptionType<Scheduler>(
                                    "one of " + Scheduler.known(),
                                    text -> Optional.of(new Scheduler(text)).filter(Scheduler::isKnown),
                                    Scheduler::kernelName)
                            .withWords(List.of(Scheduler.known().split(", "))))
            .alias(KUBE_ROUTER + "scheduler")
            .meaning(
                    "the IPVS scheduler of the Service, instead of `ipvs.scheduler`. If this node's kernel does not have it,"
                            + " `ipvs.scheduler` is used. With session affinity and `externalTrafficPolicy: Local`, clients in the"
                            + " cluster are scheduled with `sh`, whatever is chosen")
            .on(SERVICE);

    /** {@code scheduler-flags}. */
    public static final ServiceOption<Set<SchedulerFlag>> SCHEDULER_FLAGS = ServiceOption.named(
                    "scheduler-flags",
                    OptionType.of(
                                    "fallback, port, both with a comma between, or none",
                                    SchedulerFlag::parse,
                                    SchedulerFlag::text)
                            .withPattern(SchedulerFlag.PATTERN, 200))
            .alias(KUBE_ROUTER + "schedflags")
            .meaning(
                    "the flags of the schedulers `sh` and `mh`. `fallback`: a client whose server gets no new connections is"
                            + " sent to another one; without it the client is refused, and a removed pod loses its connections at"
                            + " once. `port`: the client's port is hashed too. The names of ipvsadm (`sh-fallback`, `mh-port`,"
                            + " `flag-1`, `flag-2`) are accepted. Default: `fallback` with `sh`, `fallback,port` with `mh`;"
                            + " kube-router's default is none")
            .on(SERVICE);

    /** {@code drain-timeout}. */
    public static final ServiceOption<Duration> DRAIN_TIMEOUT = ServiceOption.named(
                    "drain-timeout",
                    new OptionType<>(
                                    "a duration such as 30s, 1m30s or 2h; 0s = as long as the connections last",
                                    Options::notNegative,
                                    GoDuration::brief)
                            .withPattern(GoDuration.PATTERN, GoDuration.LONGEST))
            .meaning("how long a pod that was removed from the Service keeps its established connections, instead of"
                    + " `drainTimeout`; also for pods that drain already. It stays in force after the Service was deleted,"
                    + " until kube-ipvs restarts; then `drainTimeout` counts")
            .on(SERVICE);

    /** {@code weight}. */
    public static final ServiceOption<Integer> WEIGHT = ServiceOption.named("weight", OptionType.number(0, 65_535))
            .meaning(
                    "the share of new connections of each endpoint of the EndpointSlice, or of each endpoint on the Node;"
                            + " the slice counts before the Node; default 1. `0` = maintenance: no new connections, and established"
                            + " ones continue. With scheduler `dh`, or without the flag `fallback` of `sh` and `mh`, an endpoint of"
                            + " weight 0 is removed at once. The schedulers `rr`, `lc` and `dh` ignore every weight except 0. A"
                            + " Node other than this one counts only without `watchOnlyThisNode`")
            .on(SLICE, NODE);

    /** {@code prefer-local-weight}. */
    public static final ServiceOption<Integer> PREFER_LOCAL_WEIGHT = ServiceOption.named(
                    "prefer-local-weight", OptionType.number(1, 65_535))
            .meaning("endpoints on the node of the client's connection get this times their weight, at most 65535. The"
                    + " schedulers `rr`, `lc` and `dh` ignore it")
            .on(SERVICE);

    /** {@code max-connections}. */
    public static final ServiceOption<Integer> MAX_CONNECTIONS = ServiceOption.named(
                    "max-connections", OptionType.number(1, 999_999_999))
            .meaning("so many connections of **this node** to an endpoint at which it gets no new ones (IPVS's upper"
                    + " threshold): each node counts for itself. Connections that are over and not yet forgotten count too"
                    + " (TIME_WAIT). If all endpoints are full, new connections are refused")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code min-connections}. */
    public static final ServiceOption<Integer> MIN_CONNECTIONS = ServiceOption.named(
                    "min-connections", OptionType.number(1, 999_999_999))
            .meaning("a full endpoint gets new connections again when it has fewer than this (IPVS's lower threshold);"
                    + " default: three quarters of `max-connections`")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code persistence-prefix}. */
    public static final ServiceOption<Integer> PERSISTENCE_PREFIX = ServiceOption.named(
                    "persistence-prefix", OptionType.number(1, 32))
            .meaning(
                    "with `sessionAffinity: ClientIP`, IPv4 clients with the same first bits of their address use the same"
                            + " endpoint, for instance `24`; default 32. A change may send a client to another endpoint, for its"
                            + " next connection")
            .on(SERVICE);

    /** {@code persistence-prefix-ipv6}. */
    public static final ServiceOption<Integer> PERSISTENCE_PREFIX_IPV6 = ServiceOption.named(
                    "persistence-prefix-ipv6", OptionType.number(1, 128))
            .meaning("the same for IPv6 clients; default 128")
            .on(SERVICE);

    /** {@code external-local}. */
    public static final ServiceOption<Boolean> EXTERNAL_LOCAL = ServiceOption.named("external-local", OptionType.TRUTH)
            .alias(KUBE_ROUTER + "local")
            .meaning(
                    "`true`: as `externalTrafficPolicy: Local`, also for a Service that cannot have that field. No port for"
                            + " health checks of load balancers comes with it")
            .on(SERVICE);

    /** {@code skip-load-balancer-addresses}. */
    public static final ServiceOption<Boolean> SKIP_LOAD_BALANCER_ADDRESSES = ServiceOption.named(
                    "skip-load-balancer-addresses", OptionType.TRUTH)
            .alias(KUBE_ROUTER + "skiplbips", text -> "true")
            .meaning(
                    "`true`: the addresses in `status.loadBalancer` are not served, as with `ipMode: Proxy`: the nodes'"
                            + " clients go through the load balancer. kube-router's annotation means `true` whatever its value is")
            .on(SERVICE);

    /** {@code source-ranges-policy}. */
    public static final ServiceOption<SourceRanges.Policy> SOURCE_RANGES_POLICY = ServiceOption.named(
                    "source-ranges-policy",
                    OptionType.<SourceRanges.Policy>of(
                                    "allow or deny",
                                    text -> SourceRanges.Policy.valueOf(
                                            lowerOnly(text).toUpperCase(Locale.ROOT)),
                                    policy -> policy.name().toLowerCase(Locale.ROOT))
                            .withWords(List.of("allow", "deny")))
            .meaning(
                    "`deny`: clients of `loadBalancerSourceRanges` may not connect, all others may; `allow`: the other way"
                            + " round, as in Kubernetes. kube-proxy and load balancers that know the field only as a list of"
                            + " allowed clients do the opposite of `deny`: use it only if no one else reads the field")
            .on(SERVICE);

    /** {@code nodes}. */
    public static final ServiceOption<NodeSelector> NODES = ServiceOption.named(
                    "nodes",
                    OptionType.of(
                                    "a label selector, for instance edge=true,zone in (a,b),!old",
                                    NodeSelector::parse,
                                    NodeSelector::toString)
                            .withPattern(NodeSelector.PATTERN, NodeSelector.LONGEST))
            .meaning(
                    "only nodes with these labels serve the external addresses, the load balancer's addresses and the node"
                            + " ports of the Service. Cluster addresses are served on every node")
            .on(SERVICE);

    /** All options. */
    public static final List<ServiceOption<?>> ALL = Stream.of(
                    List.of(
                            SCHEDULER,
                            SCHEDULER_FLAGS,
                            DRAIN_TIMEOUT,
                            WEIGHT,
                            PREFER_LOCAL_WEIGHT,
                            MAX_CONNECTIONS,
                            MIN_CONNECTIONS,
                            PERSISTENCE_PREFIX,
                            PERSISTENCE_PREFIX_IPV6,
                            EXTERNAL_LOCAL,
                            SKIP_LOAD_BALANCER_ADDRESSES,
                            SOURCE_RANGES_POLICY,
                            NODES),
                    List.of(HealthOptions.KIND),
                    HealthOptions.PARTS)
            .<ServiceOption<?>>flatMap(List::stream)
            .toList();

    /** Those that tenants may use unless the operator decides otherwise. */
    public static final Set<ServiceOption<?>> ALLOWED_BY_DEFAULT =
            ALL.stream().filter(ServiceOption::isAllowedByDefault).collect(Collectors.toUnmodifiableSet());

    private static final Map<Holder, List<ServiceOption<?>>> OF_HOLDER = Stream.of(Holder.values())
            .collect(Collectors.toUnmodifiableMap(
                    holder -> holder,
                    holder -> ALL.stream()
                            .<ServiceOption<?>>filter(option -> option.holders().contains(holder))
                            .toList()));

    private Options() {}

    /** Those that this kind of object can have. */
    public static List<ServiceOption<?>> of(Holder holder) {
        return OF_HOLDER.get(holder);
    }

    private static Optional<Duration> notNegative(String text) {
        try {
            return Optional.of(GoDuration.parse(text)).filter(duration -> !duration.isNegative());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String lowerOnly(String text) {
        if (!text.matches("[a-z]+")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** The option with this name. */
    public static Optional<ServiceOption<?>> find(String name) {
        return ALL.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /** The options with the value of this text for this option; as they are if it is none. */
    public static <T> ServiceOptions read(ServiceOptions options, ServiceOption<T> option, String text) {
        return option.parse(text).map(value -> options.with(option, value)).orElse(options);
    }

    /** The names of these options, sorted. */
    public static List<String> names(Set<ServiceOption<?>> options) {
        return options.stream().map(ServiceOption::name).sorted().toList();
    }
}
