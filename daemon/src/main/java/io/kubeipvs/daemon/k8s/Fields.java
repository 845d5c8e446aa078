package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Ports;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.SpecialUse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the single values that Services and slices share, with Kubernetes' defaults. */
public final class Fields {
    private static final String ADDRESS_ALLOWED = "must be an IPv4 or IPv6 address";

    private Fields() {}

    /** A unicast address that an endpoint or a VIP can have. */
    public static Ip address(String key, String text) throws UnusableObjectException {
        Ip ip = parse(key, text);
        Optional<SpecialUse> special = ip.specialUse();
        if (special.isPresent()) {
            String article = special.get().toString().matches("(?i)[aeiou].*") ? "an " : "a ";
            throw new UnusableObjectException(
                    key, text, "is " + article + special.get() + " address; a unicast address is needed");
        }
        return ip;
    }

    /** Any address, whatever it is for. */
    public static Ip anyAddress(String key, String text) throws UnusableObjectException {
        return parse(key, text);
    }

    /** A range of addresses. */
    public static Cidr range(String key, String text) throws UnusableObjectException {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableObjectException(
                    key, "'" + text + "'", "must be a range of IPv4 or IPv6 addresses, for instance 10.0.0.0/8");
        }
    }

    /** One of these words; the first of them when nothing is given. */
    public static String oneOf(String key, String text, String... allowed) throws UnusableObjectException {
        if (isBlank(text)) {
            return allowed[0];
        }
        if (!List.of(allowed).contains(text)) {
            throw new UnusableObjectException(key, "'" + text + "'", "must be one of " + Arrays.toString(allowed));
        }
        return text;
    }

    /** Whether nothing is given. */
    public static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static Ip parse(String key, String text) throws UnusableObjectException {
        if (text == null) {
            throw new UnusableObjectException(key, null, ADDRESS_ALLOWED);
        }
        try {
            return Ip.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableObjectException(key, "'" + text + "'", ADDRESS_ALLOWED);
        }
    }

    /** An absent protocol is TCP. */
    public static Protocol protocol(String key, String text) throws UnusableObjectException {
        if (text == null || text.isEmpty()) {
            return Protocol.TCP;
        }
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equals(text)) {
                return protocol;
            }
        }
        throw new UnusableObjectException(
                key, "'" + text + "'", "must be one of " + Arrays.toString(Protocol.values()));
    }

    /** A port number that is given and in range. */
    public static int port(String key, Integer port) throws UnusableObjectException {
        if (port == null || port < Ports.MIN || port > Ports.MAX) {
            throw new UnusableObjectException(key, port, "must be in " + Ports.MIN + "-" + Ports.MAX);
        }
        return port;
    }

    /** A port number in range; 0 when none is given. */
    public static int optionalPort(String key, Integer port) throws UnusableObjectException {
        return port == null || port == 0 ? 0 : port(key, port);
    }

    /** An absent port name is "". */
    public static String portName(String name) {
        return name == null ? "" : name;
    }

    /** A list that is null is empty: the API server writes both. */
    public static <E> List<E> list(List<E> list) {
        return list == null ? List.of() : list;
    }
}
