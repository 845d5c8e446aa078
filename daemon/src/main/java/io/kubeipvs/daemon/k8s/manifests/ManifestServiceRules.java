package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.ServiceReader;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that an API server checks before anyone sees a Service, and that a manifest has to obey by itself. Follows
 * Kubernetes' validation of Services (pkg/apis/core/validation).
 */
final class ManifestServiceRules {
    private ManifestServiceRules() {}

    /** Reads a Service of a manifest; empty when it is not to be proxied. */
    static Optional<ServiceSpec> read(FieldMap service, Refusals refused) throws UnusableObjectException {
        Optional<ServiceSpec> spec = ServiceReader.read(service, refused);
        if (spec.isEmpty()) {
            checkNotJustUnassigned(service);
            return spec;
        }
        checkPorts(spec.get().ports());
        checkNodePorts(spec.get().ports(), "NodePort".equals(service.map("spec").text("type")));
        return spec;
    }

    private static void checkNotJustUnassigned(FieldMap service) throws UnusableObjectException {
        if (ServiceReader.isOthers(service)) {
            return;
        }
        FieldMap spec = service.map("spec");
        boolean external = "ExternalName".equals(spec.text("type"));
        boolean written = !Fields.isBlank(spec.text("clusterIP"));
        if (!external && !written) {
            throw new UnusableObjectException(
                    "spec.clusterIP",
                    null,
                    "must be an IPv4 or IPv6 address, or None for a headless Service, in the manifest itself:"
                            + " no API server assigns one");
        }
    }

    private static void checkPorts(List<ServicePort> ports) throws UnusableObjectException {
        if (ports.isEmpty()) {
            throw new UnusableObjectException("spec.ports", "[]", "must hold at least one port");
        }
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < ports.size(); i++) {
            ServicePort port = ports.get(i);
            String key = "spec.ports[" + i + "]";
            if (ports.size() > 1 && port.name().isEmpty()) {
                throw new UnusableObjectException(key + ".name", "''", "must be given when there are several ports");
            }
            unique(key + ".name", "'" + port.name() + "'", names.putIfAbsent(port.name(), i));
        }
    }

    private static void checkNodePorts(List<ServicePort> ports, boolean required) throws UnusableObjectException {
        for (int i = 0; i < ports.size(); i++) {
            ServicePort port = ports.get(i);
            String key = "spec.ports[" + i + "].nodePort";
            if (port.nodePort() == 0 && required) {
                throw new UnusableObjectException(
                        key,
                        null,
                        "must be in 1-65535 for type NodePort, in the manifest itself: no API server assigns one");
            }
        }
    }

    private static void unique(String key, String value, Integer first) throws UnusableObjectException {
        if (first != null) {
            throw new UnusableObjectException(
                    key, value, "is already that of spec.ports[" + first + "]; must be unique");
        }
    }
}
