package io.kubeipvs.core.model;

import static io.kubeipvs.core.options.ServiceOption.Holder.SERVICE;

import io.kubeipvs.core.options.OptionType;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The options that annotations of Services, EndpointSlices and Nodes can choose. */
public final class Options {
    private static final String KUBE_ROUTER = "kube-router.io/service.";

    /** {@code scheduler}. Only known ones: the kernel loads a module of any name that a tenant would write. */
    public static final ServiceOption<Scheduler> SCHEDULER = ServiceOption.named(
                    "scheduler",
                    new OptionType<>(
                            "one of " + Scheduler.known(),
                            text -> Optional.of(new Scheduler(text)).filter(Scheduler::isKnown),
                            Scheduler::kernelName))
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
                            SchedulerFlag::text))
            .alias(KUBE_ROUTER + "schedflags")
            .meaning(
                    "the flags of the schedulers `sh` and `mh`. `fallback`: a client whose server gets no new connections is"
                            + " sent to another one; without it the client is refused, and a removed pod loses its connections at"
                            + " once. `port`: the client's port is hashed too. The names of ipvsadm (`sh-fallback`, `mh-port`,"
                            + " `flag-1`, `flag-2`) are accepted. Default: `fallback` with `sh`, `fallback,port` with `mh`;"
                            + " kube-router's default is none")
            .on(SERVICE);

    /** All options. */
    public static final List<ServiceOption<?>> ALL = List.of(SCHEDULER, SCHEDULER_FLAGS);

    /** Those that tenants may use unless the operator decides otherwise. */
    public static final Set<ServiceOption<?>> ALLOWED_BY_DEFAULT =
            ALL.stream().filter(ServiceOption::isAllowedByDefault).collect(Collectors.toUnmodifiableSet());

    private Options() {}

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
