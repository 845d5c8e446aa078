package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Ports;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.SpecialUse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads single values by the rules and defaults of Kubernetes. A place is where a value is, for messages. */
public final class Fields {
    private static final String ADDRESS_ALLOWED = "must be an IPv4 or IPv6 address";

    private static final Protocol[] PROTOCOLS = Protocol.values();
    private static final Shared<String> NAMES = new Shared<>();

    private Fields() {}

    /** A unicast address that an endpoint or a VIP can have. */
    public static Ip address(FieldMap.Place place, String text) throws UnusableObjectException {
        Ip ip = parse(place, text);
        Optional<SpecialUse> special = ip.specialUse();
        if (special.isPresent()) {
            String article = special.get().toString().matches("(?i)[aeiou].*") ? "an " : "a ";
            throw new UnusableObjectException(
                    place, text, "is " + article + special.get() + " address; a unicast address is needed");
        }
        return ip;
    }

    /** Any address, whatever it is for. */
    public static Ip anyAddress(FieldMap.Place place, String text) throws UnusableObjectException {
        return parse(place, text);
    }

    /** A range of addresses; null for null. */
    public static Cidr range(FieldMap.Element element) throws UnusableObjectException {
        String text = element.text();
        try {
            return text == null ? null : Cidr.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new UnusableObjectException(
                    element.place(),
                    "'" + text + "'",
                    "must be a range of IPv4 or IPv6 addresses, for instance 10.0.0.0/8");
        }
    }

    /** One of these words; the first of them when nothing is given. */
    public static String oneOf(FieldMap of, String key, String... allowed) throws UnusableObjectException {
        String text = of.text(key);
        if (isBlank(text)) {
            return allowed[0];
        }
        if (!List.of(allowed).contains(text)) {
            throw new UnusableObjectException(
                    of.at(key), "'" + text + "'", "must be one of " + Arrays.toString(allowed));
        }
        return text;
    }

    /** The same; a word that is unknown, as of a newer Kubernetes, is refused and stands for the first one. */
    static String oneOf(Refusals refused, FieldMap of, String key, String... allowed) {
        return refused.or(allowed[0], of, from -> oneOf(from, key, allowed));
    }

    /** Refuses a value that another element of the same list has. */
    static void onlyOnce(FieldMap.Place place, String value, Set<String> others) throws UnusableObjectException {
        if (!others.add(value)) {
            throw new UnusableObjectException(place, value, "must be unique, and an element before has it");
        }
    }

    /** Whether nothing is given. */
    public static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static Ip parse(FieldMap.Place place, String text) throws UnusableObjectException {
        if (text == null) {
            throw new UnusableObjectException(place, null, ADDRESS_ALLOWED);
        }
        try {
            return Ip.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableObjectException(place, "'" + text + "'", ADDRESS_ALLOWED);
        }
    }

    /** A protocol; an absent one is TCP. */
    public static Protocol protocol(FieldMap of, String key) throws UnusableObjectException {
        String text = of.text(key);
        if (text == null || text.isEmpty()) {
            return Protocol.TCP;
        }
        for (Protocol protocol : PROTOCOLS) {
            if (protocol.name().equals(text)) {
                return protocol;
            }
        }
        throw new UnusableObjectException(of.at(key), "'" + text + "'", "must be one of " + Arrays.toString(PROTOCOLS));
    }

    /** A port number that is given and in range. */
    public static int port(FieldMap of, String key) throws UnusableObjectException {
        Integer port = of.integer(key);
        if (port == null || port < Ports.MIN || port > Ports.MAX) {
            throw new UnusableObjectException(of.at(key), port, "must be in " + Ports.MIN + "-" + Ports.MAX);
        }
        return port;
    }

    /** A port number in range; 0 when none is given. */
    public static int optionalPort(FieldMap of, String key) throws UnusableObjectException {
        Integer port = of.integer(key);
        return port == null || port == 0 ? 0 : port(of, key);
    }

    /** A name that many objects contain; "" when it is absent. */
    public static String name(FieldMap of, String key) throws UnusableObjectException {
        String name = of.text(key);
        return name == null || name.isBlank() ? "" : NAMES.of(name);
    }
}
