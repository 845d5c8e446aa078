package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.config.ValueType.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The types that values of keys have. */
final class ValueTypes {
    private static final String RANGE_PATTERN = "[0-9a-fA-F:.]+/[0-9]{1,3}";
    private static final String ADDRESS_PATTERN = "[0-9a-fA-F:.]+";

    static final ValueType<String> TEXT = ValueType.of(Form.TEXT, schema("string"), (name, text) -> text);

    static final ValueType<Object> OPAQUE = ValueType.of(Form.OPAQUE, Map.of(), (name, text) -> text);

    static final ValueType<Optional<Path>> PATH =
            ValueType.of(Form.TEXT, schema("string"), (name, text) -> Optional.of(Path.of(text)));

    static final ValueType<Boolean> TRUTH = ValueType.of(
            Form.TRUTH,
            schema("boolean"),
            (name, text) -> Boolean.valueOf(required(name, text, "true or false", "true", "false")));

    static final ValueType<Duration> DURATION =
            ValueType.of(Form.DURATION, pattern(Durations.PATTERN), Durations::parse);

    /** A duration that a kernel counts in seconds, in 31 bits. */
    static final ValueType<Duration> SECONDS =
            ValueType.of(Form.DURATION, pattern(Durations.PATTERN), ValueTypes::seconds);

    static final ValueType<String> DECIMAL = ValueType.of(Form.NUMBER, schema("number"), ValueTypes::decimal);

    static final ValueType<Ip> ADDRESS = ValueType.of(Form.TEXT, pattern(ADDRESS_PATTERN), ValueTypes::address);

    static final ValueType<Scheduler> SCHEDULER = ValueType.of(
            Form.TEXT,
            Map.of(
                    "enum",
                    Arrays.stream(Scheduler.values()).map(Scheduler::kernelName).toList()),
            (name, text) ->
                    Scheduler.named(text).orElseThrow(() -> new ConfigException(name, text, Scheduler.allowed())));

    static final ValueType<List<Cidr>> RANGES = ValueType.list(pattern(RANGE_PATTERN), Ranges::parse);

    /** Ranges in one text, with commas between them. */
    static final ValueType<List<Cidr>> RANGES_WITH_COMMAS = ValueType.of(
            Form.TEXT,
            pattern(RANGE_PATTERN + "( *, *" + RANGE_PATTERN + ")*"),
            (name, text) -> Ranges.parse(name, List.of(text.split(","))));

    static final ValueType<NodePortAddresses> NODE_PORT_ADDRESSES =
            ValueType.list(pattern("primary|" + RANGE_PATTERN), Ranges::nodePortAddresses);

    static final ValueType<PortRange> PORT_RANGE =
            ValueType.of(Form.TEXT, pattern("[0-9]{1,5}-[0-9]{1,5}"), ValueTypes::portRange);

    static final ValueType<Set<String>> LINKS = ValueType.list(pattern(LinkNames.PATTERN), LinkNames::parse);

    private ValueTypes() {}

    /** A whole number in these bounds, both included. */
    static ValueType<Integer> number(int least, int most) {
        return ValueType.of(
                Form.NUMBER,
                Map.of("type", "integer", "minimum", least, "maximum", most),
                (name, text) -> number(name, text, least, most));
    }

    /** One of these texts. */
    static ValueType<String> oneOf(String inWords, String... allowed) {
        return ValueType.of(
                Form.TEXT, Map.of("enum", List.of(allowed)), (name, text) -> required(name, text, inWords, allowed));
    }

    /** This number alone. */
    static ValueType<String> only(int number, String inWords) {
        return ValueType.of(
                Form.NUMBER,
                Map.of("enum", List.of(number)),
                (name, text) -> required(name, text, inWords, Integer.toString(number)));
    }

    /** The name of a link, or the beginning of names of links, with so many characters at most. */
    static ValueType<String> link(int longest) {
        return ValueType.of(
                Form.TEXT, pattern(LinkNames.pattern(longest)), (name, text) -> LinkNames.one(name, text, longest));
    }

    /** An address with a port, or without: then it gets this port. */
    static ValueType<HostPort> hostPort(int defaultPort) {
        return ValueType.of(
                Form.TEXT,
                pattern(ADDRESS_PATTERN + "|\\[" + ADDRESS_PATTERN + "\\]:[0-9]{1,5}"),
                (name, text) -> HostPort.parse(name, text, defaultPort));
    }

    private static Map<String, Object> schema(String type) {
        return Map.of("type", type);
    }

    private static Map<String, Object> pattern(String pattern) {
        return Map.of("type", "string", "pattern", pattern);
    }

    private static String required(String name, String text, String inWords, String... allowed) throws ConfigException {
        if (!List.of(allowed).contains(text)) {
            throw new ConfigException(name, text, inWords);
        }
        return text;
    }

    private static Duration seconds(String name, String text) throws ConfigException {
        Duration duration = Durations.parse(name, text);
        if (duration.toSeconds() > Integer.MAX_VALUE) {
            throw new ConfigException(name, text, "up to " + Integer.MAX_VALUE + " seconds");
        }
        return duration;
    }

    private static String decimal(String name, String text) throws ConfigException {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new ConfigException(name, text, "a number, for instance 5 or 2.5");
        }
        return text;
    }

    private static Ip address(String name, String text) throws ConfigException {
        try {
            return Ip.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, text, "an IP address, for instance 0.0.0.0 or ::");
        }
    }

    private static PortRange portRange(String name, String text) throws ConfigException {
        try {
            return PortRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, text, "a range of ports, for instance 30000-32767");
        }
    }

    private static int number(String name, String text, int least, int most) throws ConfigException {
        try {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new ConfigException(name, text, least + " to " + most);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new ConfigException(name, text, "a whole number, " + least + " to " + most);
        }
    }
}
