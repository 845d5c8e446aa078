package io.kubeipvs.daemon.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.Marker;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.simple.SimpleLogger;

/**
 * A logger of slf4j-simple that also logs debug lines of the program itself while {@link Logging} is verbose. It
 * writes its lines itself, as text or as JSON.
 */
final class ProgramLogger extends SimpleLogger {
    private static final long serialVersionUID = 1;

    private final boolean ours;

    ProgramLogger(String name) {
        super(name);
        this.ours = name.startsWith(Logging.OURS);
    }

    @Override
    protected boolean isLevelEnabled(int level) {
        return super.isLevelEnabled(level) || ours && level >= LOG_LEVEL_DEBUG && Logging.isVerbose();
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable problem) {
        long now = System.currentTimeMillis();
        if (Logging.isJson()) {
            DefaultLoggingEvent event = new DefaultLoggingEvent(level, this);
            event.setTimeStamp(now);
            event.setMessage(pattern);
            event.addArguments(arguments == null ? new Object[0] : arguments);
            event.setThrowable(problem);
            System.err.println(JsonLine.of(event));
        } else {
            String message = MessageFormatter.basicArrayFormat(pattern, arguments);
            print(TextLine.of(now, level, name, message, Logging.isDetailed()), problem);
        }
    }

    /** In one call: lines of other threads do not come between the line and its stack trace. */
    private static void print(String line, Throwable problem) {
        if (problem == null) {
            System.err.println(line);
        } else {
            StringWriter text = new StringWriter().append(line).append(System.lineSeparator());
            problem.printStackTrace(new PrintWriter(text));
            System.err.print(text);
        }
    }
}
