package io.kubeipvs.core.explain;

import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import java.util.Optional;

/**
 * The packets that a user asks about.
 *
 * @param target where they go
 * @param from their client; empty = a pod of this node
 */
public record PacketQuestion(Target target, Optional<From> from) {
    /** Where packets go. */
    public sealed interface Target {
        /** Calls the method for this kind. */
        <T> T on(Cases<T> cases);
    }

    /** One method for each kind of target. */
    public interface Cases<T> {
        T service(OfService target);

        T address(At target);

        T nodePort(NodePort target);
    }

    /** All addresses and ports of a Service. */
    public record OfService(ServiceName service) implements Target {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.service(this);
        }
    }

    /** One address and port. */
    public record At(VirtualServer.Key key) implements Target {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.address(this);
        }
    }

    /** A port of this node, at its primary addresses. */
    public record NodePort(int port, Protocol protocol) implements Target {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.nodePort(this);
        }
    }
}
