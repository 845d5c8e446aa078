package io.kubeipvs.daemon.k8s;

/** Reads a ServiceCIDR. */
public final class ServiceCidrReader {
    private ServiceCidrReader() {}

    /** Its ranges. */
    public static ServiceRanges.Spec read(FieldMap object, Refusals refused) throws UnusableObjectException {
        return new ServiceRanges.Spec(Metadata.name(object), refused.some(object.map("spec"), "cidrs", Fields::range));
    }
}
