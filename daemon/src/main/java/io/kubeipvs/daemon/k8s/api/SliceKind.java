package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.ServiceReader;
import io.kubeipvs.daemon.k8s.SliceReader;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Collection;
import java.util.Optional;

/** discovery.k8s.io/v1 EndpointSlices of every namespace, except slices of headless Services. */
record SliceKind(ChangeTracker tracker) implements Kind<SliceName, SliceSpec> {
    private static final String GROUP = "apis/discovery.k8s.io/v1/";

    @Override
    public String kind() {
        return "EndpointSlice";
    }

    @Override
    public String resource() {
        return "endpointslices.discovery.k8s.io";
    }

    /** The path of the collection of one namespace. */
    static String pathIn(String namespace) {
        return GROUP + "namespaces/" + ApiConnection.encode(namespace) + "/endpointslices";
    }

    @Override
    public String path() {
        return GROUP + "endpointslices";
    }

    @Override
    public String labelSelector() {
        return "!" + ServiceReader.HEADLESS_LABEL;
    }

    @Override
    public SliceName name(String namespace, String name) {
        return new SliceName(namespace, name);
    }

    @Override
    public SliceName nameOf(SliceSpec record) {
        return record.name();
    }

    @Override
    public Optional<SliceSpec> read(FieldMap object, Refusals refused) throws UnusableObjectException {
        return SliceReader.read(object, refused);
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
