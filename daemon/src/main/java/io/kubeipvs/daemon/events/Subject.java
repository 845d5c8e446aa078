package io.kubeipvs.daemon.events;

import io.kubeipvs.core.model.ServiceName;
import java.util.Optional;

/**
 * The object that an Event is about.
 *
 * @param service the Service; empty = the Node that the program runs on
 */
public record Subject(Optional<ServiceName> service) {
    /** The Node that the program runs on. */
    public static final Subject THIS_NODE = new Subject(Optional.empty());

    /** A Service. */
    public static Subject of(ServiceName service) {
        return new Subject(Optional.of(service));
    }

    @Override
    public String toString() {
        return service.map(name -> "Service " + name).orElse("this Node");
    }
}
