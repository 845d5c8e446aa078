package io.kubeipvs.core.track;

import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one Service at one moment.
 *
 * @param name its identity
 * @param service empty when it does not exist or is not to be proxied
 * @param slices its endpoint slices, in no order; may exist before the Service does
 */
public record ServiceView(ServiceName name, Optional<ServiceSpec> service, List<SliceSpec> slices) {
    public ServiceView {
        slices = List.copyOf(slices);
    }
}
