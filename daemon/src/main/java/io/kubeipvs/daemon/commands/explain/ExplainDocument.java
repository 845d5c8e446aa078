package io.kubeipvs.daemon.commands.explain;

import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.List;
import java.util.Optional;

/**
 * The answer of {@code explain}, as programs get it. Addresses with ports are texts such as {@code 10.96.0.1:80}.
 *
 * @param packets one for each address and port of the question
 * @param notes addresses that are not served, or why there is no packet
 * @param otherPrograms chains of other programs that may drop packets of Services
 */
public record ExplainDocument(List<Explained> packets, List<String> notes, List<OtherChain> otherPrograms) {
    /**
     * One packet.
     *
     * @param packet from whom and whereto
     * @param way its steps and its end
     * @param endpoints the endpoints of the Service
     * @param kernel the comparison with the kernel
     */
    public record Explained(PacketPart packet, Way way, Endpoints endpoints, KernelPart kernel) {
        /** Whether a real server gets it, and the kernel agrees. */
        boolean isServed() {
            return way.fate().equals("served") && kernel.agrees();
        }
    }

    /**
     * A packet.
     *
     * @param to protocol, address and port
     * @param client the client's address
     * @param place where the client is
     * @param service the Service; absent without one
     */
    public record PacketPart(String to, String client, String place, Optional<ServicePart> service) {}

    /**
     * The Service of a packet.
     *
     * @param name namespace and name
     * @param port the port's name and number
     * @param policy its traffic policies and affinity
     */
    public record ServicePart(String name, String port, String policy) {}

    /**
     * The way of a packet.
     *
     * @param steps in their order
     * @param fate served, refused, dropped, paused, node or not-local
     */
    public record Way(List<StepPart> steps, String fate) {}

    /** One step: where it is decided, and what. */
    public record StepPart(String stage, String finding) {}

    /**
     * The endpoints.
     *
     * @param chosen those that may get the packet
     * @param notChosen the others
     * @param draining removed ones that keep their connections
     * @param otherClients clients at other places for whom it ends differently
     */
    public record Endpoints(
            List<Chosen> chosen,
            List<NotChosen> notChosen,
            List<DrainingPart> draining,
            List<OtherClient> otherClients) {}

    /**
     * A real server that may get the packet.
     *
     * @param source whose address it sees: client or node
     * @param check its last health check; absent without one
     */
    public record Chosen(String server, int weight, String source, Optional<CheckOverview.Last> check) {}

    /** An endpoint that does not get it, and why. */
    public record NotChosen(String endpoint, String reason) {}

    /**
     * A draining server.
     *
     * @param seconds for how long
     * @param limitSeconds the longest time, 0 = as long as it has connections
     */
    public record DrainingPart(String server, long seconds, long limitSeconds) {}

    /** A client at another place, the end of its packet, and the real servers that may get it. */
    public record OtherClient(String place, String fate, List<String> servers) {}

    /**
     * The comparison with the kernel.
     *
     * @param agrees whether the kernel has what is wanted
     * @param differences each a sentence
     * @param problem why the kernel could not be read; absent if it was
     */
    public record KernelPart(boolean agrees, List<String> differences, Optional<String> problem) {}

    /** A chain of another program, and the commands that accept packets of Services there. */
    public record OtherChain(String chain, String fix) {}
}
