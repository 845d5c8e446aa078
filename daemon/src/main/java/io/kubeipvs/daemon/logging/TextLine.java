package io.kubeipvs.daemon.logging;

import java.time.LocalDate;
import org.slf4j.event.Level;

/** A line of the log as text, in the format of slf4j-simple. */
final class TextLine {
    private static final long SECOND_MILLIS = 1000;
    private static final long MINUTE_MILLIS = 60 * SECOND_MILLIS;
    private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private TextLine() {}

    /**
     * The line, without a line break.
     *
     * @param millis since 1970
     * @param details whether the names of the thread and of the logger are part of it
     */
    static String of(long millis, Level level, String logger, String message, boolean details) {
        return details
                ? time(millis) + " [" + Thread.currentThread().getName() + "] " + level + " " + logger + " - " + message
                : time(millis) + " " + level + " " + message;
    }

    /**
     * The time in UTC, such as {@code 2026-11-30T21:44:20.675Z}. Written digit by digit: the formatters of the JDK load the
     * data of locales first, 20 ms of a start.
     */
    static String time(long millis) {
        long ofDay = Math.floorMod(millis, DAY_MILLIS);
        StringBuilder text = new StringBuilder(24);
        text.append(LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS)));
        digits(text.append('T'), ofDay / HOUR_MILLIS, 10);
        digits(text.append(':'), ofDay % HOUR_MILLIS / MINUTE_MILLIS, 10);
        digits(text.append(':'), ofDay % MINUTE_MILLIS / SECOND_MILLIS, 10);
        digits(text.append('.'), ofDay % SECOND_MILLIS, 100);
        return text.append('Z').toString();
    }

    /** Appends a number with zeros before it; the place is that of its first digit: 10 for two digits. */
    private static void digits(StringBuilder text, long number, int place) {
        for (int at = place; at > 0; at /= 10) {
            text.append((char) ('0' + number / at % 10));
        }
    }
}
