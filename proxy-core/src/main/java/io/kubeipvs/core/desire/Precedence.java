package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.ServiceName;
import java.util.Comparator;

/**
 * Which of several Services gets an object that all of them claim: first the kind of the address decides, then the older
 * Service, then the name that comes first.
 *
 * @param kind the kind of the address
 * @param created when the Service was created, in seconds since 1970, 0 = unknown
 * @param service its name
 */
record Precedence(AddressKind kind, long created, ServiceName service) implements Comparable<Precedence> {
    private static final Comparator<Precedence> ORDER = Comparator.comparing(Precedence::kind)
            .thenComparing(Precedence::created)
            .thenComparing(Precedence::service);

    /** The claim of an object that several Services share: the name is only the order in which they are listed. */
    static Precedence byName(Object object, ServiceName service) {
        return new Precedence(AddressKind.CLUSTER_IP, 0, service);
    }

    @Override
    public int compareTo(Precedence other) {
        return ORDER.compare(this, other);
    }
}
