package io.kubeipvs.daemon.commands;

import java.util.Locale;

/** Numbers for people. */
public final class Amounts {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Amounts() {}

    /** A time, for instance {@code 4s}, {@code 12m}, {@code 3h20m} or {@code 6d4h}. */
    public static String time(long seconds) {
        if (seconds < MINUTE) {
            return seconds + "s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + "m" + rest(seconds % MINUTE, "s");
        }
        return seconds < DAY
                ? seconds / HOUR + "h" + rest(seconds % HOUR / MINUTE, "m")
                : seconds / DAY + "d" + rest(seconds % DAY / HOUR, "h");
    }

    private static String rest(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }

    /** A number with separators, for instance {@code 12,345}. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number and its unit, for instance {@code 1 Service} or {@code 2 Services}. */
    public static String count(long number, String unit) {
        return number(number) + " " + unit + (number == 1 ? "" : "s");
    }

    /** A number in at most five characters, for instance {@code 987}, {@code 1.2k}, {@code 34k}, {@code 5.6M}. */
    public static String brief(long number) {
        String[] units = {"", "k", "M", "G", "T", "P"};
        double value = number;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? Long.toString(number)
                : String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value) + units[unit];
    }

    /** Bytes in MiB. */
    public static String mebibytes(long bytes) {
        return (bytes + (1 << 19) >> 20) + " MiB";
    }
}
