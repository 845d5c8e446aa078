package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who may read the page {@code /status}.
 *
 * @param isServed whether the page exists
 * @param ranges of clients, beside the programs of this host
 * @param hosts names under which a browser may ask for the page, in lower case, beside {@code localhost} and addresses
 */
public record StatusReaders(boolean isServed, List<Cidr> ranges, List<String> hosts) {
    /** Programs of this host alone. */
    public static final StatusReaders DEFAULT = new StatusReaders(true, List.of(), List.of());

    private static final String HOST_NAME = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";

    static final ValueType<List<String>> HOST_NAMES =
            ValueType.list(Map.of("type", "string", "pattern", HOST_NAME), StatusReaders::hostNames);

    public StatusReaders {
        ranges = List.copyOf(ranges);
        hosts = List.copyOf(hosts);
    }

    private static List<String> hostNames(String name, List<String> texts) throws ConfigException {
        List<String> names = new ArrayList<>();
        for (String text : texts) {
            if (!text.matches(HOST_NAME)) {
                throw new ConfigException(
                        name, text, "the name of a host without port, for instance node-1.example.com");
            }
            names.add(text.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** The same with or without the page. */
    public StatusReaders served(boolean served) {
        return new StatusReaders(served, ranges, hosts);
    }

    /** The same with other ranges. */
    public StatusReaders withRanges(List<Cidr> others) {
        return new StatusReaders(isServed, others, hosts);
    }

    /** The same with other names. */
    public StatusReaders withHosts(List<String> others) {
        return new StatusReaders(isServed, ranges, others);
    }
}
