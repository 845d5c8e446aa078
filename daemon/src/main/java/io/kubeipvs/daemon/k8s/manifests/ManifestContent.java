package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import java.util.List;
import java.util.Optional;

/** The content of one valid object of a manifest, as records of the core. */
sealed interface ManifestContent {
    /**
     * A Service.
     *
     * @param spec empty when it is not to be proxied
     * @param hasSelector whether its endpoints are chosen by labels, so that an Endpoints object does not count
     */
    record OfService(ServiceName name, Optional<ServiceSpec> spec, boolean hasSelector) implements ManifestContent {}

    /**
     * An EndpointSlice.
     *
     * @param spec empty when it is not to be proxied
     */
    record OfSlice(Optional<SliceSpec> spec) implements ManifestContent {}

    /**
     * An Endpoints object.
     *
     * @param name the Service of the same name
     * @param slices what it would be as slices, if that Service has no selector; empty when it is not to be mirrored
     */
    record OfEndpoints(ServiceName name, List<SliceSpec> slices) implements ManifestContent {}

    /** A Node. */
    record OfNode(NodeSpec spec) implements ManifestContent {}

    /** A ServiceCIDR. */
    record OfServiceCidr(ServiceRanges.Spec spec) implements ManifestContent {}
}
