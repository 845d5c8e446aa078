package io.kubeipvs.daemon.commands.explain;

import io.kubeipvs.core.explain.From;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.k8s.PodAddresses;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the question of a user: the packets, and their client. */
public final class QuestionText {
    private static final String PORT = ":([0-9]{1,5})(?:/(tcp|udp|sctp))?";
    private static final Pattern NODE_PORT = Pattern.compile("node" + PORT);
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+))" + PORT);
    private static final Pattern SERVICE = Pattern.compile("([a-z0-9-]+)/([a-z0-9.-]+)");
    private static final String ADDRESS_ALLOWED = "an address and port such as 10.96.0.1:443 or [fd00::1]:53/udp";
    private static final String ALLOWED = "NAMESPACE/SERVICE, " + ADDRESS_ALLOWED + ", or node:30080";
    private static final int MOST = 65_535;

    private QuestionText() {}

    /**
     * Reads it.
     *
     * @param target where the packets go
     * @param from their client; empty = not given
     * @param pods knows the pod that the client may be
     * @throws CommandException with one line for the user
     */
    public static PacketQuestion read(String target, String from, PodAddresses pods)
            throws CommandException, InterruptedException {
        return new PacketQuestion(target(target), from.isEmpty() ? Optional.empty() : Optional.of(from(from, pods)));
    }

    /**
     * Finds a mistake without the knowledge of pods.
     *
     * @throws CommandException with one line for the user
     */
    public static void check(String target, String from) throws CommandException {
        target(target);
        if (!from.isEmpty() && !SERVICE.matcher(from).matches()) {
            from(from);
        }
    }

    private static PacketQuestion.Target target(String text) throws CommandException {
        Matcher nodePort = NODE_PORT.matcher(text);
        Matcher service = SERVICE.matcher(text);
        if (nodePort.matches()) {
            return new PacketQuestion.NodePort(port(text, nodePort.group(1)), protocol(nodePort.group(2)));
        }
        if (service.matches()) {
            return new PacketQuestion.OfService(new ServiceName(service.group(1), service.group(2)));
        }
        return new PacketQuestion.At(address(text, ALLOWED));
    }

    /**
     * Reads an address with a port, and a protocol that is TCP unless it is given.
     *
     * @throws CommandException with one line for the user
     */
    public static VirtualServer.Key address(String text) throws CommandException {
        return address(text, ADDRESS_ALLOWED);
    }

    private static VirtualServer.Key address(String text, String allowed) throws CommandException {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw wrong("'" + text + "' is not allowed; allowed: " + allowed);
        }
        try {
            Ip ip = Ip.parse(address.group(1) == null ? address.group(2) : address.group(1));
            return new VirtualServer.Key(ip, port(text, address.group(3)), protocol(address.group(4)));
        } catch (IllegalArgumentException e) {
            throw wrong("'" + text + "' is not allowed: " + e.getMessage() + "; allowed: " + allowed);
        }
    }

    /**
     * Reads the address of a client.
     *
     * @throws CommandException with one line for the user
     */
    public static Ip client(String text) throws CommandException {
        try {
            return Ip.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("--from: '" + text + "' is not allowed; allowed: an address");
        }
    }

    private static int port(String text, String number) throws CommandException {
        int port = Integer.parseInt(number);
        if (port < 1 || port > MOST) {
            throw wrong("'" + text + "': port " + port + " is not allowed; allowed: 1 to " + MOST);
        }
        return port;
    }

    private static Protocol protocol(String word) {
        return word == null ? Protocol.TCP : Protocol.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static From from(String text, PodAddresses pods) throws CommandException, InterruptedException {
        Matcher pod = SERVICE.matcher(text);
        return pod.matches() ? pod(text, pod.group(1), pod.group(2), pods) : from(text);
    }

    private static From pod(String text, String namespace, String pod, PodAddresses pods)
            throws CommandException, InterruptedException {
        String fix =
                "; give its address: kubectl -n " + namespace + " get pod " + pod + " -o jsonpath='{.status.podIP}'";
        List<Ip> addresses;
        try {
            addresses = pods.of(namespace, pod);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "--from: '" + text + "': the EndpointSlices of namespace " + namespace + " cannot be read: "
                            + OneLine.of(String.valueOf(e.getMessage())) + fix,
                    e);
        }
        if (addresses.isEmpty()) {
            throw wrong("--from: '" + text + "': no EndpointSlice of namespace " + namespace + " has a pod of this name"
                    + fix);
        }
        return From.addresses(addresses);
    }

    private static From from(String text) throws CommandException {
        Optional<From.Place> place = Arrays.stream(From.Place.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
        if (place.isPresent()) {
            return From.at(place.get());
        }
        try {
            return From.address(Ip.parse(text));
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "--from: '" + text + "' is not allowed; allowed: an address, NAMESPACE/POD, pod, node, outside");
        }
    }

    private static CommandException wrong(String message) {
        return new CommandException(ExitStatus.USAGE, message);
    }
}
