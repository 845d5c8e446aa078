package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.daemon.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The choices of a reader, which are the query of the request. A value that is not allowed counts as the default.
 *
 * @param search words that a virtual server must contain, each of them; "" = any
 * @param show the selected virtual servers
 * @param order the order of virtual servers
 * @param page the number of the page, from 1 on
 * @param servers whether real servers are shown
 * @param refresh whether the browser loads the page again and again
 */
public record PageQuery(String search, Show show, Order order, int page, boolean servers, boolean refresh) {
    /** The seconds between two loads. */
    public static final int REFRESH_SECONDS = 10;

    static final PageQuery FIRST = new PageQuery("", Show.ALL, Order.PROBLEMS, 1, true, false);

    private static final int LONGEST_SEARCH = 200;
    private static final int MOST_DIGITS = 6;

    /** The selected virtual servers. */
    public enum Show {
        /** All of them. */
        ALL,
        /** Those with a problem. */
        PROBLEMS,
        /** Those with a draining real server. */
        DRAINING
    }

    /** The order of virtual servers. */
    public enum Order {
        /** Those with a problem first, then those with a draining real server, then by name. */
        PROBLEMS("problems first"),
        /** By namespace and name. */
        NAME("by name"),
        /** The most new connections a second first. */
        RATE("the most new connections first"),
        /** The most bytes from clients first. */
        IN("the most bytes in first"),
        /** The most bytes to clients first. */
        OUT("the most bytes out first");

        private final String words;

        Order(String words) {
            this.words = words;
        }

        /** Its name for people. */
        public String words() {
            return words;
        }
    }

    static PageQuery of(Request request) {
        String search = request.parameter("q").strip();
        return new PageQuery(
                search.substring(0, Math.min(search.length(), LONGEST_SEARCH)),
                one(Show.values(), request.parameter("show")),
                one(Order.values(), request.parameter("sort")),
                number(request.parameter("page")),
                !request.parameter("servers").equals("no"),
                request.parameter("refresh").equals("yes"));
    }

    /** The constant of this name; the first one without. */
    private static <E extends Enum<E>> E one(E[] all, String name) {
        for (E each : all) {
            if (word(each).equals(name)) {
                return each;
            }
        }
        return all[0];
    }

    private static int number(String text) {
        return text.matches("[0-9]{1," + MOST_DIGITS + "}") ? Math.max(1, Integer.parseInt(text)) : 1;
    }

    /** The name of a constant in a query. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The same from its first page on, with this selection. */
    public PageQuery showing(Show other) {
        return new PageQuery(search, other, order, 1, servers, refresh);
    }

    /** The same from its first page on, in this order. */
    public PageQuery by(Order other) {
        return new PageQuery(search, show, other, 1, servers, refresh);
    }

    /** Another page of the same. */
    public PageQuery at(int number) {
        return new PageQuery(search, show, order, number, servers, refresh);
    }

    /** The same with or without real servers. */
    public PageQuery withServers(boolean isShown) {
        return new PageQuery(search, show, order, page, isShown, refresh);
    }

    /** The same, loaded again and again or once. */
    public PageQuery withRefresh(boolean isOn) {
        return new PageQuery(search, show, order, page, servers, isOn);
    }

    /** All virtual servers that contain this text, with their real servers. */
    public PageQuery about(String text) {
        return new PageQuery(text, Show.ALL, order, 1, true, refresh);
    }

    /** The address of the page, relative to itself. Defaults are omitted. */
    public String href() {
        StringJoiner pairs = new StringJoiner("&", "?", "");
        add(pairs, "q", search, FIRST.search);
        add(pairs, "show", word(show), word(FIRST.show));
        add(pairs, "sort", word(order), word(FIRST.order));
        add(pairs, "page", Integer.toString(page), "1");
        add(pairs, "servers", servers ? "yes" : "no", "yes");
        add(pairs, "refresh", refresh ? "yes" : "no", "no");
        return pairs.toString();
    }

    private static void add(StringJoiner pairs, String name, String value, String byDefault) {
        if (!value.equals(byDefault)) {
            pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
