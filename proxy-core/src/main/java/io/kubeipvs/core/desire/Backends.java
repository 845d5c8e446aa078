package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints of the ports of a Service: all slices together, each address and port once. Two slices may contain the
 * same endpoint while it moves between them. Then the copy that does not terminate counts, and of two such the ready one.
 */
final class Backends {
    private static final Comparator<Conditions> LIVELINESS = Comparator.comparing(Conditions::terminating)
            .reversed()
            .thenComparing(Conditions::ready)
            .thenComparing(Conditions::serving);

    private final List<SliceSpec> slices;

    Backends(List<SliceSpec> slices) {
        // Of two equal copies the first slice's counts, in whatever order they came.
        this.slices =
                slices.stream().sorted(Comparator.comparing(SliceSpec::name)).toList();
    }

    /** The endpoints of this port in one family: the slice's port has its name and protocol. */
    Map<RealServer.Key, Endpoint> of(ServicePort servicePort, Family family) {
        Map<RealServer.Key, Endpoint> backends = new LinkedHashMap<>();
        for (SliceSpec slice : slices) {
            for (SlicePort port : slice.ports()) {
                if (port.name().equals(servicePort.name()) && port.protocol() == servicePort.protocol()) {
                    add(slice, port.port(), family, backends);
                }
            }
        }
        return backends;
    }

    private static void add(SliceSpec slice, int port, Family family, Map<RealServer.Key, Endpoint> backends) {
        Optional<Integer> weight = slice.options().get(Options.WEIGHT);
        for (Endpoint one : slice.endpoints()) {
            if (one.address().family() == family) {
                Endpoint endpoint = weight.map(one::withWeight).orElse(one);
                backends.merge(new RealServer.Key(one.address(), port), endpoint, Backends::livelier);
            }
        }
    }

    private static Endpoint livelier(Endpoint first, Endpoint second) {
        return LIVELINESS.compare(second.conditions(), first.conditions()) > 0 ? second : first;
    }
}
