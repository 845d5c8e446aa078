package io.kubeipvs.core.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes reads and writes them: every form of Go's {@code time.ParseDuration}, such as "1m30s", "1.5h" or "0". */
public final class GoDuration {
    /** A duration that is not negative. */
    public static final String PATTERN = "\\+?(0|(([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)";

    private static final Pattern TEXT = Pattern.compile("-?" + PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    /** In characters. */
    static final int LONGEST = 200;

    private GoDuration() {}

    /**
     * Reads a duration, which may be negative.
     *
     * @throws IllegalArgumentException with the allowed values as its message
     */
    public static Duration parse(String text) {
        if (text.length() > LONGEST || !TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("a duration such as 30s, 1m30s or 500ms");
        }
        BigInteger nanoseconds = nanoseconds(text);
        if (nanoseconds.bitLength() > 63) {
            throw new IllegalArgumentException("less than 292 years");
        }
        return Duration.ofNanos(nanoseconds.longValue());
    }

    private static BigInteger nanoseconds(String text) {
        BigInteger sum = BigInteger.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            BigDecimal number = new BigDecimal(part.group(1).replaceFirst("\\.$", ""));
            BigDecimal exact = number.multiply(BigDecimal.valueOf(NANOSECONDS.get(part.group(2))));
            sum = sum.add(exact.setScale(0, RoundingMode.DOWN).toBigInteger());
        }
        return text.startsWith("-") ? sum.negate() : sum;
    }

    /** The duration as Kubernetes writes it out: "24h0m0s", "1m30s", "1.5s", "100ms", "250µs". */
    public static String text(Duration duration) {
        if (duration.isNegative()) {
            return "-" + text(duration.negated());
        }
        long nanos = duration.toNanos();
        if (nanos > 0 && nanos < 1_000) {
            return nanos + "ns";
        }
        if (nanos > 0 && nanos < 1_000_000) {
            return decimal(nanos, 3) + "µs";
        }
        if (nanos > 0 && nanos < 1_000_000_000) {
            return decimal(nanos, 6) + "ms";
        }
        String seconds = decimal(nanos % NANOSECONDS.get("m"), 9) + "s";
        if (duration.toMinutes() == 0) {
            return seconds;
        }
        String minutes = duration.toMinutesPart() + "m" + seconds;
        return duration.toHours() == 0 ? minutes : duration.toHours() + "h" + minutes;
    }

    private static String decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString();
    }

    /** The duration as a person writes it: "24h", "1m30s", "0s". */
    public static String brief(Duration duration) {
        return text(duration).replaceFirst("(?<=[hm])0s$", "").replaceFirst("(?<=h)0m$", "");
    }
}
