package io.kubeipvs.daemon.commands;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.inspect.NamesDocument;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The virtual servers that a user means.
 *
 * @param namespace of the Service; empty = any
 * @param name of the Service; empty = any
 * @param address the VIP; empty = any
 * @param port the port; empty = any
 * @param isNodePort whether only node ports are meant
 */
public record ServiceFilter(
        Optional<String> namespace,
        Optional<String> name,
        Optional<String> address,
        Optional<Integer> port,
        boolean isNodePort) {
    /** All of them. */
    public static final ServiceFilter ALL =
            new ServiceFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    private static final Pattern WITH_PORT = Pattern.compile("(node|[0-9.]+|\\[[0-9a-fA-F:.]+]):([0-9]{1,5})");
    private static final Pattern NAME = Pattern.compile("(?:([a-z0-9][a-z0-9.-]*)/)?([a-z0-9][a-z0-9.-]*)");

    /**
     * Reads a word of the command line.
     *
     * @throws IllegalArgumentException when it is none of the allowed forms; the message is for the user
     */
    static ServiceFilter of(String word) {
        Matcher port = WITH_PORT.matcher(word);
        if (port.matches()) {
            return ofPort(word, port.group(1), Integer.parseInt(port.group(2)));
        }
        Optional<String> address = address(word);
        if (address.isPresent()) {
            return new ServiceFilter(Optional.empty(), Optional.empty(), address, Optional.empty(), false);
        }
        Matcher name = NAME.matcher(word);
        if (!name.matches()) {
            throw notAllowed(word);
        }
        return new ServiceFilter(
                Optional.ofNullable(name.group(1)),
                Optional.of(name.group(2)),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static ServiceFilter ofPort(String word, String host, int port) {
        boolean isNode = host.equals("node");
        Optional<String> address = isNode ? Optional.empty() : address(host.replaceAll("[\\[\\]]", ""));
        if (!isNode && address.isEmpty()) {
            throw notAllowed(word);
        }
        return new ServiceFilter(Optional.empty(), Optional.empty(), address, Optional.of(port), isNode);
    }

    private static Optional<String> address(String word) {
        try {
            return word.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                    ? Optional.of(Ip.parse(word).toString())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException notAllowed(String word) {
        return new IllegalArgumentException(
                "'" + word
                        + "' is not allowed; allowed: NAME, NAMESPACE/NAME, ADDRESS, ADDRESS:PORT, [IPv6-ADDRESS]:PORT or node:PORT");
    }

    /** The same in this namespace. */
    ServiceFilter in(String other) {
        return new ServiceFilter(Optional.of(other), name, address, port, isNodePort);
    }

    /** The Services that may be meant, for {@link NamesDocument#of}. */
    String services() {
        return namespace.map(one -> one + "/").orElse("") + name.orElse("");
    }

    /** Whether one Service or address is meant. */
    boolean isNarrow() {
        return name.isPresent() || address.isPresent() || port.isPresent();
    }

    boolean matches(ServiceRow.Place place) {
        return namespace.map(place.namespace()::equals).orElse(true)
                && name.map(place.name()::equals).orElse(true)
                && address.map(place.address()::equals).orElse(true)
                && port.map(number -> number == place.port()).orElse(true)
                && (!isNodePort || place.type().equals("NodePort"));
    }
}
