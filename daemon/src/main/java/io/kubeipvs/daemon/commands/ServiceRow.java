package io.kubeipvs.daemon.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import java.util.List;
import java.util.Map;

/**
 * One line of {@code kube-ipvs services}: a virtual server, or an address that a Service requests and does not get. Built by
 * name, from {@link #of}.
 *
 * @param scheduler its name in the kernel; "" = the kernel has no such virtual server
 * @param servers the numbers of its real servers
 * @param load of all its real servers together
 * @param note for the user; "" = all is well
 * @param problem whether an operator should read the note
 * @param realServers its real servers
 * @param drainingSeconds how long each of them has drained, by its address; those of which kube-ipvs knows
 * @param choices of the annotations of its Service
 */
public record ServiceRow(
        @JsonUnwrapped Place place,
        String scheduler,
        Servers servers,
        Load load,
        String note,
        boolean problem,
        List<IpvsTable.RealServer> realServers,
        Map<String, Long> drainingSeconds,
        NamesDocument.Choices choices) {
    /**
     * Its name and address. Built by name.
     *
     * @param namespace of the Service, "" = no Service is known
     * @param name of the Service, "" = no Service is known
     * @param type of the address, "" = not known
     * @param address its VIP, or {@code mark 0x69a14003}
     * @param port 0 = none
     * @param protocol for instance {@code TCP}; "" = none
     */
    public record Place(String namespace, String name, String type, String address, int port, String protocol) {
        /** An address of this Service. */
        static Place of(String namespace, String name) {
            return new Place(namespace, name, "", "", 0, "");
        }

        Place withType(String other) {
            return new Place(namespace, name, other, address, port, protocol);
        }

        Place at(String otherAddress, int otherPort, String otherProtocol) {
            return new Place(namespace, name, type, otherAddress, otherPort, otherProtocol);
        }
    }

    /**
     * Numbers of real servers.
     *
     * @param ready those that get new connections
     * @param draining removed ones that keep their connections
     * @param endpoints of the Service, ready or not; -1 = not known
     */
    public record Servers(int ready, int draining, int endpoints) {}

    /** Connections now, and rates per second. */
    public record Load(
            long active, long inactive, long connectionsPerSecond, long bytesInPerSecond, long bytesOutPerSecond) {}

    /** A line without anything in the kernel. */
    static ServiceRow of(Place place) {
        return new ServiceRow(
                place,
                "",
                new Servers(0, 0, -1),
                new Load(0, 0, 0, 0, 0),
                "",
                false,
                List.of(),
                Map.of(),
                NamesDocument.Choices.NONE);
    }

    ServiceRow withProblem(String text) {
        return new ServiceRow(place, scheduler, servers, load, text, true, realServers, drainingSeconds, choices);
    }

    ServiceRow withNote(String text) {
        return new ServiceRow(place, scheduler, servers, load, text, false, realServers, drainingSeconds, choices);
    }

    /** The same, chosen by annotations. */
    ServiceRow withChoices(NamesDocument.Choices others) {
        return new ServiceRow(place, scheduler, servers, load, note, problem, realServers, drainingSeconds, others);
    }

    /** Whether this real server is not wanted any more. */
    boolean isDraining(IpvsTable.RealServer server) {
        return server.weight() == 0 && !choices.maintained().contains(server.address());
    }

    /** The same in the kernel, with these real servers. */
    ServiceRow with(IpvsTable.Server server, List<IpvsTable.RealServer> all, int endpoints) {
        int quiet = (int) all.stream().filter(each -> each.weight() == 0).count();
        int draining = (int) all.stream().filter(this::isDraining).count();
        Load sum = new Load(
                all.stream().mapToLong(IpvsTable.RealServer::active).sum(),
                all.stream().mapToLong(IpvsTable.RealServer::inactive).sum(),
                server.traffic().connectionsPerSecond(),
                server.traffic().bytesInPerSecond(),
                server.traffic().bytesOutPerSecond());
        Servers numbers = new Servers(all.size() - quiet, draining, endpoints);
        return new ServiceRow(place, server.scheduler(), numbers, sum, note, problem, all, drainingSeconds, choices);
    }

    ServiceRow withDrains(Map<String, Long> seconds) {
        return new ServiceRow(place, scheduler, servers, load, note, problem, realServers, seconds, choices);
    }

    /** Whether the kernel has a virtual server for it. */
    public boolean inKernel() {
        return !scheduler.isEmpty();
    }
}
