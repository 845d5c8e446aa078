package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.PodAddresses;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the addresses of a pod in the EndpointSlices of its namespace, which name the pods behind Services ({@code
 * endpoints[].targetRef}). It asks the API server at each question: the program keeps no names of pods, and has no
 * permission to read Pods.
 */
final class PodsOfSlices implements PodAddresses {
    private final ApiServer server;

    PodsOfSlices(ApiServer server) {
        this.server = server;
    }

    @Override
    public List<Ip> of(String namespace, String pod) throws IOException, InterruptedException {
        Set<Ip> found = new TreeSet<>();
        server.each(SliceKind.pathIn(namespace), slice -> found.addAll(addresses(slice.fields(), pod)));
        return List.copyOf(found);
    }

    private static List<Ip> addresses(FieldMap slice, String pod) {
        // The reader of slices reports elements that cannot be used. Here they name no pod.
        Refusals ignored = new Refusals();
        return ignored.each(slice, "endpoints", endpoint -> address(endpoint.map(), pod));
    }

    /** Null if the endpoint is not this pod. */
    private static Ip address(FieldMap endpoint, String pod) throws UnusableObjectException {
        FieldMap target = endpoint.map("targetRef");
        if (!"Pod".equals(target.text("kind")) || !pod.equals(target.text("name"))) {
            return null;
        }
        List<FieldMap.Element> addresses = endpoint.elements("addresses");
        return addresses.isEmpty()
                ? null
                : Fields.address(addresses.get(0).place(), addresses.get(0).text());
    }
}
