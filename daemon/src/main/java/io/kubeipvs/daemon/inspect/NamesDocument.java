package io.kubeipvs.daemon.inspect;

import java.util.List;
import java.util.Optional;

/**
 * The names of virtual servers: which Service wants which, and which wishes are not fulfilled.
 *
 * @param node the name of the node
 * @param virtualServers the wanted ones, in no order
 * @param unserved the addresses that Services request and do not get
 * @param draining the draining real servers
 * @param incomplete why the unserved addresses, the conflicts and the drains are not known; empty = they are
 */
public record NamesDocument(
        String node,
        List<Named> virtualServers,
        List<Unserved> unserved,
        List<Draining> draining,
        Optional<String> incomplete) {
    private static final String GET = "names";

    /** The question for the names of all Services. */
    public static Question ofAll() {
        return of("");
    }

    /**
     * The question for those of some Services.
     *
     * @param which {@code default/web}; {@code default/} for a namespace, {@code web} for any namespace, "" for all
     */
    public static Question of(String which) {
        return new Question(GET, which);
    }

    /**
     * A wanted virtual server.
     *
     * @param key as {@code ipvsadm} would write it, for instance {@code TCP 10.96.0.1:443} or {@code FWM 0x69a14003}
     * @param namespace of the Service
     * @param name of the Service
     * @param type of its address: ClusterIP, NodePort, LoadBalancer or ExternalIP; Local for the virtual server of pods of a
     *     Service with {@code externalTrafficPolicy: Local}
     * @param wanted how many real servers with a weight above 0 it should have
     * @param endpoints how many endpoints the Service has in the family, ready or not
     * @param choices of the Service's annotations
     */
    public record Named(
            String key, String namespace, String name, String type, int wanted, int endpoints, Choices choices) {}

    /**
     * The choices of annotations, and what health checks found.
     *
     * @param options the options in force, for instance {@code scheduler=wlc}, with spaces between; "" = none
     * @param maintained the endpoints that have weight 0 by choice, or because they failed their health check
     * @param health what failed health checks, in words; "" = nothing
     */
    public record Choices(String options, List<String> maintained, String health) {
        /** No annotation. */
        public static final Choices NONE = new Choices("", List.of(), "");
    }

    /**
     * A draining real server.
     *
     * @param key of its virtual server
     * @param server its address and port
     * @param seconds for how long it has drained
     */
    public record Draining(String key, String server, long seconds) {}

    /**
     * An address that a Service requests and does not get.
     *
     * @param reason in one word
     * @param cause in one line
     */
    public record Unserved(String namespace, String name, String address, String reason, String cause) {}
}
