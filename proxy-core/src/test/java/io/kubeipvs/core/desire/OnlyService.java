package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ServiceView;

/** A Service that is alone in its cluster. */
final class OnlyService {
    private OnlyService() {}

    static Footprint footprint(ServiceView service, NodeView node, Settings settings) {
        return Footprints.of(service, node, settings, new Ledger());
    }
}
