package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Ip;
import java.io.IOException;
import java.util.List;

/** Finds the addresses of a pod by its name. */
@FunctionalInterface
public interface PodAddresses {
    /** Knows no pod. */
    PodAddresses NONE = (namespace, pod) -> List.of();

    /**
     * The addresses, one of a family; empty = no pod of this name is known.
     *
     * @throws IOException when they cannot be read
     */
    List<Ip> of(String namespace, String pod) throws IOException, InterruptedException;
}
