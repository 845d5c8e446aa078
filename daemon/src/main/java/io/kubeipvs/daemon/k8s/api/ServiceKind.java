package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.ServiceReader;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Collection;
import java.util.Optional;

/** core/v1 Services of every namespace, except Services of another proxy and headless Services. */
record ServiceKind(ChangeTracker tracker) implements Kind<ServiceName, ServiceSpec> {
    @Override
    public String kind() {
        return "Service";
    }

    @Override
    public String resource() {
        return "services";
    }

    @Override
    public String path() {
        return "api/v1/services";
    }

    @Override
    public String labelSelector() {
        return "!" + ServiceReader.OTHER_PROXY_LABEL + ",!" + ServiceReader.HEADLESS_LABEL;
    }

    @Override
    public ServiceName name(String namespace, String name) {
        return new ServiceName(namespace, name);
    }

    @Override
    public ServiceName nameOf(ServiceSpec record) {
        return record.name();
    }

    @Override
    public Optional<ServiceSpec> read(FieldMap object, Refusals refused) throws UnusableObjectException {
        return ServiceReader.read(object, refused);
    }

    @Override
    public void put(ServiceSpec service) {
        tracker.putService(service);
    }

    @Override
    public void remove(ServiceName name) {
        tracker.removeService(name);
    }

    @Override
    public void relist(Collection<ServiceSpec> all) {
        tracker.relistServices(all);
    }
}
