package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.NodePortAddresses;
import java.util.ArrayList;
import java.util.List;

/** Reads settings that are lists of address ranges. */
public final class Ranges {
    private static final String ALLOWED = "a range of addresses, for instance 10.0.0.0/8 or fd00::/8";

    private Ranges() {}

    /**
     * Reads each text as a range.
     *
     * @param key the setting's name, for the message
     */
    public static List<Cidr> parse(String key, List<String> texts) throws ConfigException {
        List<Cidr> ranges = new ArrayList<>();
        for (String text : texts) {
            try {
                ranges.add(range(text));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, text, ALLOWED);
            }
        }
        return ranges;
    }

    /**
     * Reads one range. The length of its prefix may begin with zeros, as for {@code net.ParseCIDR} of Go.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Cidr range(String text) {
        return Cidr.parse(text.replaceFirst("/0+(?=[0-9])", "/"));
    }

    /** Reads "primary", or ranges; nothing means every address. */
    public static NodePortAddresses nodePortAddresses(String key, List<String> texts) throws ConfigException {
        if (texts.equals(List.of("primary"))) {
            return NodePortAddresses.PRIMARY;
        }
        if (texts.contains("primary")) {
            throw new ConfigException(key, String.join(",", texts), "primary alone, or ranges of addresses");
        }
        return NodePortAddresses.in(parse(key, texts));
    }
}
