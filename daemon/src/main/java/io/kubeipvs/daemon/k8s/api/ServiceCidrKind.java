package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.ServiceCidrReader;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Collection;
import java.util.Optional;

/** networking.k8s.io/v1 ServiceCIDR, which servers before Kubernetes 1.33 do not have. */
record ServiceCidrKind(ServiceRanges ranges) implements Kind<String, ServiceRanges.Spec> {
    @Override
    public String kind() {
        return "ServiceCIDR";
    }

    @Override
    public String resource() {
        return "servicecidrs.networking.k8s.io";
    }

    @Override
    public String path() {
        return "apis/networking.k8s.io/v1/servicecidrs";
    }

    @Override
    public String labelSelector() {
        return "";
    }

    @Override
    public boolean isOptional() {
        return true;
    }

    @Override
    public String name(String namespace, String name) {
        return name;
    }

    @Override
    public String nameOf(ServiceRanges.Spec record) {
        return record.name();
    }

    @Override
    public Optional<ServiceRanges.Spec> read(FieldMap object, Refusals refused) throws UnusableObjectException {
        return Optional.of(ServiceCidrReader.read(object, refused));
    }

    @Override
    public void put(ServiceRanges.Spec spec) {
        ranges.put(spec);
    }

    @Override
    public void remove(String name) {
        ranges.remove(name);
    }

    @Override
    public void relist(Collection<ServiceRanges.Spec> all) {
        ranges.relist(all);
    }

    @Override
    public void unreadable() {
        ranges.unreadable();
    }
}
