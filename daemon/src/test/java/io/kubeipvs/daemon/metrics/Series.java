package io.kubeipvs.daemon.metrics;

import java.util.List;
import java.util.Set;

/** The series of a page in Prometheus' text format, for tests of queries. */
public final class Series {
    private Series() {}

    /** The names of metrics, as docs/metrics.md lists them. */
    public static Set<String> families(String page) {
        return Exposed.all(page).keySet();
    }

    /** Every series: a name with its labels, as the page has it. */
    public static List<String> of(String page) {
        return page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }
}
