package io.kubeipvs.daemon.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.Level;
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

    /**
     * The object, without a line break.
     *
     * @param millis the time
     * @param problem null = none
     */
    static String of(long millis, Level level, String logger, String message, Throwable problem) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("ts", millis);
        line.put("level", level.toString().toLowerCase(Locale.ROOT));
        Matcher event = EVENT.matcher(message);
        if (event.lookingAt()) {
            line.put("msg", event.group());
            putPairs(line, message, event.end());
        } else {
            line.put("msg", message);
        }
        line.put("logger", logger);
        if (problem != null) {
            StringWriter stack = new StringWriter();
            problem.printStackTrace(new PrintWriter(stack));
            line.put("err", stack.toString());
        }
        return line.toString();
    }

    /** The pairs; text that is no pair is added to the message. */
    private static void putPairs(ObjectNode line, String message, int begin) {
        Matcher pair = PAIR.matcher(message);
        int at = begin;
        while (at < message.length() && pair.find(at) && pair.start() == at) {
            String quoted = pair.group(2);
            if (quoted == null && NUMBER.matcher(pair.group(3)).matches()) {
                line.put(pair.group(1), new BigDecimal(pair.group(3)));
            } else {
                line.put(pair.group(1), quoted == null ? pair.group(3) : quoted);
            }
            at = pair.end();
        }
        if (at < message.length()) {
            line.put("msg", message);
        }
    }
}
