package io.kubeipvs.core.track;

import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Service with its slices at one moment. Built by name, from {@link #named}.
 *
 * @param name its identity
 * @param service empty when it does not exist or is not proxied
 * @param slices its endpoint slices, in no order; may exist before the Service does
 * @param triggers the causes of the changes of its slices since the last view
 * @param failedChecks the health checks that its servers failed, and why; may contain some that it does not want any more
 */
public record ServiceView(
        ServiceName name,
        Optional<ServiceSpec> service,
        List<SliceSpec> slices,
        List<ChangeTrigger> triggers,
        Map<ServerCheck, String> failedChecks) {
    public ServiceView {
        slices = List.copyOf(slices);
        triggers = List.copyOf(triggers);
        failedChecks = Map.copyOf(failedChecks);
    }

    /** A view without a Service, slices and known triggers. */
    public static ServiceView named(ServiceName name) {
        return new ServiceView(name, Optional.empty(), List.of(), List.of(), Map.of());
    }

    /** This view with another state of the Service. */
    public ServiceView withService(Optional<ServiceSpec> other) {
        return new ServiceView(name, other, slices, triggers, failedChecks);
    }

    /** This view with other slices. */
    public ServiceView withSlices(List<SliceSpec> others) {
        return new ServiceView(name, service, others, triggers, failedChecks);
    }

    /** This view with other causes of the changes. */
    public ServiceView withTriggers(List<ChangeTrigger> others) {
        return new ServiceView(name, service, slices, others, failedChecks);
    }

    /** This view with other failed health checks. */
    public ServiceView withFailedChecks(Map<ServerCheck, String> others) {
        return new ServiceView(name, service, slices, triggers, others);
    }

    /** The later view of the same Service, with the triggers of both. */
    public ServiceView followedBy(ServiceView later) {
        List<ChangeTrigger> all = new ArrayList<>(triggers);
        all.addAll(later.triggers);
        return later.withTriggers(all);
    }
}
