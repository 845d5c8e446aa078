package io.kubeipvs.daemon.logging;

import org.slf4j.Marker;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.Level;
import org.slf4j.simple.SimpleLogger;

/**
 * A logger of slf4j-simple that also logs debug lines of the program itself while {@link Logging} is verbose, and writes
 * JSON while that is the format.
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
        if (Logging.isJson()) {
            DefaultLoggingEvent event = new DefaultLoggingEvent(level, this);
            event.setTimeStamp(System.currentTimeMillis());
            event.setMessage(pattern);
            event.addArguments(arguments == null ? new Object[0] : arguments);
            event.setThrowable(problem);
            System.err.println(JsonLine.of(event));
        } else {
            super.handleNormalizedLoggingCall(level, marker, pattern, arguments, problem);
        }
    }
}
