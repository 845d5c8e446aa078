package io.kubeipvs.daemon.k8s;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads times as the Kubernetes API has them: RFC 3339. Nearly all are in UTC, and these are read without {@link
 * java.time.format}, which would be a thirtieth of the time that a change takes.
 */
final class ApiTime {
    /** The shortest time in UTC; a fraction of a second may follow before the Z. */
    private static final String SHAPE = "0000-00-00T00:00:00Z";

    private static final int SECONDS_END = SHAPE.length() - 1;
    private static final int NANO_DIGITS = 9;

    private ApiTime() {}

    /** @throws DateTimeException when the text is no time */
    static Instant parse(String text) {
        return isUtc(text) ? utc(text) : OffsetDateTime.parse(text).toInstant();
    }

    private static boolean isUtc(String text) {
        int end = text.length() - 1;
        if (end < SECONDS_END || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < SECONDS_END; i++) {
            boolean isDigit = SHAPE.charAt(i) == '0';
            if (isDigit ? !isDigit(text.charAt(i)) : text.charAt(i) != SHAPE.charAt(i)) {
                return false;
            }
        }
        return end == SECONDS_END || isFraction(text, end);
    }

    private static boolean isFraction(String text, int end) {
        int digits = end - SECONDS_END - 1;
        if (text.charAt(SECONDS_END) != '.' || digits < 1 || digits > NANO_DIGITS) {
            return false;
        }
        for (int i = SECONDS_END + 1; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char one) {
        return one >= '0' && one <= '9';
    }

    private static Instant utc(String text) {
        return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .atTime(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), nanos(text))
                .toInstant(ZoneOffset.UTC);
    }

    private static int nanos(String text) {
        int nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            int at = SECONDS_END + 1 + i;
            nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
