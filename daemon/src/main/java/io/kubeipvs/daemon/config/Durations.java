package io.kubeipvs.daemon.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes writes them: "30s", "1m30s", "500ms", "1h". */
public final class Durations {
    static final String PATTERN = "([0-9]+(ms|h|m|s))+";

    private static final Pattern TEXT = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|h|m|s)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param key the setting's name, for the message
     */
    public static Duration parse(String key, String text) throws ConfigException {
        if (!TEXT.matcher(text).matches()) {
            throw new ConfigException(key, text, "a duration such as 30s, 1m30s or 500ms");
        }
        return sum(text);
    }

    /** The duration of a text that was found right before. */
    static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    /** The duration as Kubernetes writes it out, in thousandths of a second: "24h0m0s", "1m30s", "1.5s", "100ms". */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis > 0 && millis < 1000) {
            return millis + "ms";
        }
        BigDecimal ofMinute = BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros();
        String seconds = ofMinute.toPlainString() + "s";
        if (duration.toMinutes() == 0) {
            return seconds;
        }
        String minutes = duration.toMinutesPart() + "m" + seconds;
        return duration.toHours() == 0 ? minutes : duration.toHours() + "h" + minutes;
    }

    /** The duration as a person writes it: "24h", "1m30s", "0s". */
    static String brief(Duration duration) {
        return text(duration).replaceFirst("(?<=[hm])0s$", "").replaceFirst("(?<=h)0m$", "");
    }
}
