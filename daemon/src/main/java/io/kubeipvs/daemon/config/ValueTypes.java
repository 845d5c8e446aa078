package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.GoDuration;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.SpecialUse;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.daemon.config.ValueType.Form;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The types that values of keys have. */
final class ValueTypes {
    private static final String RANGE_PATTERN = "[0-9a-fA-F:.]+/[0-9]{1,3}";
    private static final String ALL_OPTIONS = "all";
    private static final String NO_OPTION = "none";
    private static final String ADDRESS_PATTERN = "[0-9a-fA-F:.]+";

    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);
    private static final String SCHEDULER_NAME = "[A-Za-z0-9_.-]{1," + Scheduler.LONGEST_NAME + "}";
    private static final Pattern GO_RANGE = Pattern.compile("([0-9]{1,6})(?:([-+])([0-9]{1,6}))?");
    private static final String GO_RANGES = "a range of ports, for instance 300-2000, 300+1700 or 300";

    static final ValueType<String> TEXT = ValueType.of(Form.TEXT, schema("string"), (name, text) -> text);

    static final ValueType<String> NODE_NAME = ValueType.of(Form.TEXT, schema("string"), ValueTypes::nodeName);

    static final ValueType<Optional<Path>> PATH = ValueType.of(Form.TEXT, schema("string"), ValueTypes::path);

    /** A form of objects that this program reads. */
    static final ValueType<String> CONTENT_TYPE =
            oneOf(ContentTypes.PROTOBUF + " or " + ContentTypes.JSON, ContentTypes.PROTOBUF, ContentTypes.JSON);

    /** A header {@code Accept} with such a form. */
    static final ValueType<String> CONTENT_TYPES = ValueType.of(Form.TEXT, schema("string"), ValueTypes::contentTypes);

    static final ValueType<Boolean> TRUTH = ValueType.of(Form.TRUTH, schema("boolean"), ValueTypes::truth);

    /** A DNS label, as Kubernetes' names of namespaces are. */
    private static final String NAMESPACE = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    /** Any duration, also a negative one. */
    static final ValueType<Duration> DURATION =
            ValueType.of(Form.DURATION, pattern("-?" + GoDuration.PATTERN), Durations::parse);

    /** A duration that is not negative. */
    static final ValueType<Duration> PAUSE =
            ValueType.of(Form.DURATION, pattern(GoDuration.PATTERN), ValueTypes::pause);

    /** A duration that a kernel counts in seconds, in 31 bits. */
    static final ValueType<Duration> SECONDS =
            ValueType.of(Form.DURATION, pattern(GoDuration.PATTERN), ValueTypes::seconds);

    static final ValueType<String> DECIMAL = ValueType.of(Form.NUMBER, schema("number"), ValueTypes::decimal);

    static final ValueType<String> QUANTITY = ValueType.of(Form.QUANTITY, Map.of(), ValueTypes::quantity);

    static final ValueType<String> TIME = ValueType.of(Form.TIME, Map.of(), ValueTypes::time);

    /** As {@code ValidateShowHiddenMetricsVersion} of k8s.io/component-base, which allows kube-proxy's former version alone. */
    static final ValueType<String> MINOR_VERSION =
            text("[0-9]{1,9}\\.[0-9]{1,9}", "a minor version, for instance 1.35");

    /** As {@code ParsePortRange} of k8s.io/apimachinery. */
    static final ValueType<String> GO_PORT_RANGE = ValueType.of(Form.TEXT, schema("string"), ValueTypes::goPortRange);

    static final ValueType<List<String>> SWITCHES =
            new ValueType<>(Form.SWITCHES, LogAndGates::switches, Map.of("type", "object"));

    static final ValueType<List<String>> MODULE_LEVELS =
            new ValueType<>(Form.MODULES, LogAndGates::modules, Map.of("type", "array"));

    static final ValueType<Ip> ADDRESS = ValueType.of(Form.TEXT, pattern(ADDRESS_PATTERN), ValueTypes::address);

    /** Any name that a kernel can have for one. */
    static final ValueType<Scheduler> SCHEDULER =
            ValueType.of(Form.TEXT, pattern(SCHEDULER_NAME), ValueTypes::scheduler);

    static final ValueType<List<Cidr>> RANGES = ValueType.list(pattern(RANGE_PATTERN), Ranges::parse);

    static final ValueType<Set<ServiceOption<?>>> OPTIONS = ValueType.list(
            Map.of(
                    "enum",
                    Stream.concat(Stream.of(ALL_OPTIONS, NO_OPTION), Options.names(Set.copyOf(Options.ALL)).stream())
                            .toList()),
            ValueTypes::options);

    static final ValueType<NodePortAddresses> NODE_PORT_ADDRESSES =
            ValueType.list(pattern("primary|" + RANGE_PATTERN), Ranges::nodePortAddresses);

    static final ValueType<PortRange> PORT_RANGE =
            ValueType.of(Form.TEXT, pattern("[0-9]{1,5}-[0-9]{1,5}"), ValueTypes::portRange);

    static final ValueType<Set<String>> LINKS = ValueType.list(pattern(LinkNames.PATTERN), LinkNames::parse);

    /** The number of a bit of a packet's mark. */
    static final ValueType<Integer> MARK_BIT = number(0, Integer.SIZE - 1);

    /** Names of namespaces. */
    static final ValueType<Set<String>> NAMESPACES = ValueType.list(pattern(NAMESPACE), ValueTypes::namespaces);

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

    /** A text of this pattern. */
    private static ValueType<String> text(String pattern, String inWords) {
        return ValueType.of(Form.TEXT, pattern(pattern), (name, text) -> {
            if (!text.matches(pattern)) {
                throw new ConfigException(name, text, inWords);
            }
            return text;
        });
    }

    /** An address with a port, or without: then it gets this port. */
    static ValueType<HostPort> hostPort(int defaultPort) {
        return ValueType.of(
                Form.TEXT,
                pattern(ADDRESS_PATTERN + "|\\[" + ADDRESS_PATTERN + "\\]:[0-9]+"),
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

    private static String contentTypes(String name, String text) throws ConfigException {
        if (ContentTypes.readable(text).isEmpty()) {
            throw new ConfigException(
                    name, text, "media types, among them " + ContentTypes.PROTOBUF + " or " + ContentTypes.JSON);
        }
        return text;
    }

    private static String nodeName(String name, String text) throws ConfigException {
        if (text.isBlank()) {
            throw new ConfigException(name, text, "the name of a Node");
        }
        return text;
    }

    private static Scheduler scheduler(String name, String text) throws ConfigException {
        if (!text.matches(SCHEDULER_NAME)) {
            throw new ConfigException(name, text, Scheduler.known() + ", or another scheduler of the kernel");
        }
        return new Scheduler(text);
    }

    private static Set<ServiceOption<?>> options(String name, List<String> texts) throws ConfigException {
        Set<ServiceOption<?>> options = new HashSet<>();
        for (String text : texts) {
            if (text.equals(ALL_OPTIONS)) {
                options.addAll(Options.ALL);
            } else if (!text.equals(NO_OPTION)) {
                String known = String.join(", ", Options.names(Set.copyOf(Options.ALL)));
                options.add(
                        Options.find(text).orElseThrow(() -> new ConfigException(name, text, "all, none, " + known)));
            }
        }
        return options;
    }

    private static Optional<Path> path(String name, String text) throws ConfigException {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw new ConfigException(name, text, "the path of a file");
        }
    }

    /** As {@code strconv.ParseBool} of Go. */
    private static boolean truth(String name, String text) throws ConfigException {
        if (!text.matches("1|t|T|TRUE|true|True|0|f|F|FALSE|false|False")) {
            throw new ConfigException(name, text, "true or false");
        }
        return text.matches("[1tT].*");
    }

    private static Duration pause(String name, String text) throws ConfigException {
        Duration duration = Durations.parse(name, text);
        if (duration.isNegative()) {
            throw new ConfigException(name, text, "0s or more");
        }
        return duration;
    }

    private static Duration seconds(String name, String text) throws ConfigException {
        Duration duration = pause(name, text);
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    private static String time(String name, String text) throws ConfigException {
        if (!text.matches("-?[0-9]{1,19}")) {
            Durations.parse(name, text);
        }
        return text;
    }

    private static String decimal(String name, String text) throws ConfigException {
        if (text.length() > 40 || !text.matches("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]{1,2})?")) {
            throw new ConfigException(name, text, "a number, for instance 5 or 2.5");
        }
        return text;
    }

    /** As {@code ParseQuantity} of k8s.io/apimachinery. */
    private static String quantity(String name, String text) throws ConfigException {
        String suffix = "[KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,9}";
        if (text.length() > 40 || !text.strip().matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(" + suffix + ")?")) {
            throw new ConfigException(name, text, "an amount, for instance 64Ki or 1M");
        }
        return text;
    }

    private static String goPortRange(String name, String text) throws ConfigException {
        Matcher range = GO_RANGE.matcher(text.strip());
        if (!range.matches()) {
            throw new ConfigException(name, text, GO_RANGES);
        }
        int low = Integer.parseInt(range.group(1));
        int second = range.group(3) == null ? low : Integer.parseInt(range.group(3));
        int high = "+".equals(range.group(2)) ? low + second : second;
        if (high > 65535 || high < low) {
            throw new ConfigException(name, text, GO_RANGES);
        }
        return text;
    }

    private static Ip address(String name, String text) throws ConfigException {
        try {
            Ip ip = Ip.parse(text);
            boolean isV4 = ip.specialUse().equals(Optional.of(SpecialUse.IPV4_MAPPED));
            return isV4 ? Ip.v4((int) ip.low()) : ip;
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

    private static Set<String> namespaces(String name, List<String> texts) throws ConfigException {
        for (String text : texts) {
            if (!text.matches(NAMESPACE)) {
                throw new ConfigException(name, text, "the name of a namespace: a-z, 0-9 and -, at most 63 characters");
            }
        }
        return Set.copyOf(texts);
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
