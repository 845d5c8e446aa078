package io.kubeipvs.bench.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a JVM has allocated, by the log of its collector: what was added to the young generation between
 * collections. Exact to one young generation.
 */
final class Allocation {
    private static final Pattern YOUNG = Pattern.compile("DefNew: (\\d+)K\\(\\d+K\\)->(\\d+)K");

    private final Path log;

    Allocation() throws IOException {
        log = Files.createTempFile("gc", ".log");
    }

    /** The JVM's options for that log. */
    String option() {
        return "-Xlog:gc+heap=info:file=" + log + "::filecount=0";
    }

    /** Until the last collection. */
    double kibibytes() throws IOException {
        long total = 0;
        long after = 0;
        Matcher collection = YOUNG.matcher(Files.readString(log));
        while (collection.find()) {
            total += Long.parseLong(collection.group(1)) - after;
            after = Long.parseLong(collection.group(2));
        }
        return total;
    }
}
