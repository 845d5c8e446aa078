package io.kubeipvs.daemon.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.MessageFormatter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of the log as a JSON object. Its keys are those of the line; {@code ts} (milliseconds since 1970), {@code msg} and
 * {@code err} are those of kube-proxy's JSON log.
 */
final class JsonLine {
    private static final Pattern EVENT = Pattern.compile("[a-z0-9_]+(?= |$)");
    private static final String KEY = "[a-zA-Z0-9_.]+";
    private static final Pattern PAIR =
            Pattern.compile(" (" + KEY + ")=(?:\"(.*?)\"(?= " + KEY + "=|$)|(\\[[^\\]]*\\]|\\S*))", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,15})");

    private JsonLine() {}

    /** The object, without a line break. The keys are those of the event's message: an argument cannot add one. */
    static String of(LoggingEvent event) {
        String pattern = event.getMessage();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("ts", event.getTimeStamp());
        line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.put("msg", MessageFormatter.basicArrayFormat(pattern, event.getArgumentArray()));
        Matcher name = EVENT.matcher(pattern);
        if (name.lookingAt() && isPairs(line, pattern.substring(name.end()), new Values(event.getArgumentArray()))) {
            line.put("msg", name.group());
        }
        line.put("logger", event.getLoggerName());
        if (event.getThrowable() != null) {
            StringWriter stack = new StringWriter();
            event.getThrowable().printStackTrace(new PrintWriter(stack));
            line.put("err", stack.toString());
        }
        return line.toString();
    }

    /** The arguments of a line, from the first to the last. */
    private static final class Values {
        private static final String PLACE = "{}";

        private final Object[] values;
        private int next;

        Values(Object[] values) {
            this.values = values == null ? new Object[0] : values;
        }

        /** The text with as many of the next arguments as it has places for. */
        String fill(String text) {
            int places = (text.length() - text.replace(PLACE, "").length()) / PLACE.length();
            Object[] some = Arrays.copyOfRange(values, Math.min(next, values.length), values.length);
            next += places;
            return places == 0 ? text : MessageFormatter.basicArrayFormat(text, some);
        }
    }

    /** Adds the pairs. Returns whether there is no other text. */
    private static boolean isPairs(ObjectNode line, String pattern, Values values) {
        String rest = putPairs(line, pattern, values);
        if (rest.contains(Values.PLACE)) {
            rest = putPairs(line, values.fill(rest), new Values(null)); // an argument that has pairs itself
        }
        return rest.isEmpty();
    }

    /** Adds the pairs, and returns the text behind them. */
    private static String putPairs(ObjectNode line, String pattern, Values values) {
        Matcher pair = PAIR.matcher(pattern);
        int at = 0;
        while (at < pattern.length() && pair.find(at) && pair.start() == at) {
            put(line, pair, values);
            at = pair.end();
        }
        return pattern.substring(at);
    }

    private static void put(ObjectNode line, Matcher pair, Values values) {
        boolean isQuoted = pair.group(2) != null;
        String value = values.fill(isQuoted ? pair.group(2) : pair.group(3));
        if (!isQuoted && NUMBER.matcher(value).matches()) {
            line.put(pair.group(1), new BigDecimal(value));
        } else {
            line.put(pair.group(1), value);
        }
    }
}
