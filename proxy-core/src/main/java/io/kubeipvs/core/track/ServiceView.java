package io.kubeipvs.core.track;

import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Service with its slices at one moment.
 *
 * @param name its identity
 * @param service empty when it does not exist or is not proxied
 * @param slices its endpoint slices, in no order; may exist before the Service does
 * @param triggers the causes of the changes of its slices since the last view
 */
public record ServiceView(
        ServiceName name, Optional<ServiceSpec> service, List<SliceSpec> slices, List<ChangeTrigger> triggers) {
    public ServiceView {
        slices = List.copyOf(slices);
        triggers = List.copyOf(triggers);
    }

    /** A view without known triggers. */
    public ServiceView(ServiceName name, Optional<ServiceSpec> service, List<SliceSpec> slices) {
        this(name, service, slices, List.of());
    }

    /** The later view of the same Service, with the triggers of both. */
    public ServiceView followedBy(ServiceView later) {
        List<ChangeTrigger> all = new ArrayList<>(triggers);
        all.addAll(later.triggers);
        return new ServiceView(name, later.service, later.slices, all);
    }
}
