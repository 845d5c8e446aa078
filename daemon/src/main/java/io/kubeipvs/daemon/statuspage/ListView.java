package io.kubeipvs.daemon.statuspage;

import java.util.List;

/**
 * The list of virtual servers as the page shows it.
 *
 * @param counts of virtual servers, those on other pages included
 * @param page the number of the page, from 1 on
 * @param pages the number of pages, at least 1
 * @param rows of the page
 * @param failure why the list is not complete; "" = it is
 */
public record ListView(Counts counts, int page, int pages, List<RowView> rows, String failure) {
    /**
     * Numbers of virtual servers that contain the searched text.
     *
     * @param found all
     * @param problems those with a problem
     * @param draining those with a draining real server
     * @param matching those that the reader wants to see
     */
    public record Counts(int found, int problems, int draining, int matching) {}

    static ListView failed(String cause) {
        return new ListView(new Counts(0, 0, 0, 0), 1, 1, List.of(), cause);
    }

    /** The number of the first row among the matching ones; 0 without a row. */
    public int first() {
        return rows.isEmpty() ? 0 : (page - 1) * Selection.PAGE_SIZE + 1;
    }

    /** The number of the last row among the matching ones. */
    public int last() {
        return rows.isEmpty() ? 0 : first() + rows.size() - 1;
    }
}
