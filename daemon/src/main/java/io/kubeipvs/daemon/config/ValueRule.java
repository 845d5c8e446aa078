package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Scheduler;
import java.util.List;

/** What the value of a key may be. */
@FunctionalInterface
public interface ValueRule {
    /** Every text. */
    ValueRule ANY = (name, text) -> {};

    /** {@code true} or {@code false}. */
    ValueRule TRUTH = oneOf("true or false", "true", "false");

    /** A length of time, as Kubernetes writes it. */
    ValueRule DURATION = Durations::parse;

    /** A length of time that a kernel counts in seconds, in 31 bits. */
    ValueRule SECONDS = (name, text) -> {
        if (Durations.parse(name, text).toSeconds() > Integer.MAX_VALUE) {
            throw new ConfigException(name, text, "up to " + Integer.MAX_VALUE + " seconds");
        }
    };

    /** A range of addresses. */
    ValueRule RANGE = (name, text) -> Ranges.parse(name, List.of(text));

    /** A number, whole or not. */
    ValueRule DECIMAL = (name, text) -> {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new ConfigException(name, text, "a number, for instance 5 or 2.5");
        }
    };

    /** An IP address. */
    ValueRule ADDRESS = (name, text) -> {
        try {
            Ip.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, text, "an IP address, for instance 0.0.0.0 or ::");
        }
    };

    /** An IPVS scheduler. */
    ValueRule SCHEDULER = (name, text) -> {
        if (Scheduler.named(text).isEmpty()) {
            throw new ConfigException(name, text, Scheduler.allowed());
        }
    };

    /** The name of a link; {@code *} at its end stands for any end. */
    ValueRule LINKS = (name, text) -> {
        if (!text.matches("[^\\s/*]{1," + LinkNames.LONGEST + "}\\*?")) {
            throw new ConfigException(
                    name, text, "1 to " + LinkNames.LONGEST + " characters of a link's name, and a * for any end");
        }
    };

    /**
     * Accepts the text, or says what would be.
     *
     * @param name the key or flag, for the message
     */
    void check(String name, String text) throws ConfigException;

    /** One of these texts. */
    static ValueRule oneOf(String inWords, String... allowed) {
        return (name, text) -> {
            if (!List.of(allowed).contains(text)) {
                throw new ConfigException(name, text, inWords);
            }
        };
    }

    /** The name of a link, or how names of links begin, of so many characters at most. */
    static ValueRule link(int longest) {
        return (name, text) -> {
            if (!text.matches("[^\\s/*]{1," + longest + "}")) {
                throw new ConfigException(name, text, "1 to " + longest + " characters of a link's name");
            }
        };
    }

    /** A whole number in these bounds, both included. */
    static ValueRule number(int least, int most) {
        return (name, text) -> {
            try {
                int number = Integer.parseInt(text);
                if (number < least || number > most) {
                    throw new ConfigException(name, text, least + " to " + most);
                }
            } catch (NumberFormatException e) {
                throw new ConfigException(name, text, "a whole number, " + least + " to " + most);
            }
        };
    }

    /** An address, with or without a port. */
    static ValueRule hostPort(int defaultPort) {
        return (name, text) -> HostPort.parse(name, text, defaultPort);
    }
}
