package io.kubeipvs.daemon.k8s;

import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.kubeipvs.core.model.Cidr;
import java.util.ArrayList;
import java.util.List;

/** Reads a ServiceCIDR. */
public final class ServiceCidrReader {
    private ServiceCidrReader() {}

    /** Its ranges. */
    public static ServiceRanges.Spec read(ServiceCIDR object) throws UnusableObjectException {
        List<Cidr> ranges = new ArrayList<>();
        List<String> given = object.getSpec() == null
                ? List.of()
                : Fields.list(object.getSpec().getCidrs());
        for (int i = 0; i < given.size(); i++) {
            ranges.add(Fields.range("spec.cidrs[" + i + "]", given.get(i)));
        }
        return new ServiceRanges.Spec(Metadata.name(object), ranges);
    }
}
