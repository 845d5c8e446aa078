package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.k8s.ServiceReader;
import io.kubeipvs.daemon.k8s.SliceReader;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Collection;
import java.util.Optional;

/** discovery.k8s.io/v1 EndpointSlices of every namespace, except slices of headless Services. */
record SliceKind(ChangeTracker tracker) implements Kind<EndpointSlice, SliceName, SliceSpec> {
    @Override
    public String kind() {
        return "EndpointSlice";
    }

    @Override
    public String resource() {
        return "endpointslices.discovery.k8s.io";
    }

    @Override
    public String path() {
        return "apis/discovery.k8s.io/v1/endpointslices";
    }

    @Override
    public String labelSelector() {
        return "!" + ServiceReader.HEADLESS_LABEL;
    }

    @Override
    public Class<EndpointSlice> model() {
        return EndpointSlice.class;
    }

    @Override
    public KubernetesResourceList<EndpointSlice> page(KubernetesClient client, ListOptions options) {
        return client.discovery()
                .v1()
                .endpointSlices()
                .inAnyNamespace()
                .withLabelSelector(labelSelector())
                .list(options);
    }

    @Override
    public SliceName name(String namespace, String name) {
        return new SliceName(namespace, name);
    }

    @Override
    public Optional<SliceSpec> read(EndpointSlice object) throws UnusableObjectException {
        return SliceReader.read(object);
    }

    @Override
    public void put(SliceSpec slice) {
        tracker.putSlice(slice);
    }

    @Override
    public void remove(SliceName name) {
        tracker.removeSlice(name);
    }

    @Override
    public void relist(Collection<SliceSpec> all) {
        tracker.relistSlices(all);
    }
}
