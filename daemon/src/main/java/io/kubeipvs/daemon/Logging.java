package io.kubeipvs.daemon;

import java.lang.reflect.Field;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.SimpleLogger;

/** How the log looks: one line a thing on standard error, with the time in UTC. To be set before the first logger. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";
    private static final String OURS = "io.kubeipvs";
    /** {@code org.slf4j.spi.LocationAwareLogger}'s numbers, which slf4j-simple counts by. */
    private static final int DEBUG = 10;

    private static final int INFO = 20;

    private static boolean isVerbose;

    private Logging() {}

    static synchronized void configure(boolean verbose) {
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSX");
        set("showThreadName", Boolean.toString(verbose));
        set("levelInBrackets", "false");
        set("defaultLogLevel", "warn");
        set("showLogName", Boolean.toString(verbose));
        set("log." + OURS, verbose ? "debug" : "info");
        // The client logs its own retries with stack traces; ours say the same in one line.
        set("log.io.fabric8", verbose ? "debug" : "off");
        isVerbose = verbose;
    }

    private static void set(String key, String value) {
        System.setProperty(PREFIX + key, System.getProperty(PREFIX + key, value));
    }

    /**
     * Logs every operation from now on, or no longer. slf4j-simple has no door for that: a logger's level is a field
     * that is set when it is made, so it is set in those that there are.
     */
    static synchronized void setVerbose(boolean verbose) {
        if (verbose == isVerbose) {
            return;
        }
        isVerbose = verbose;
        System.setProperty(PREFIX + "log." + OURS, verbose ? "debug" : "info");
        try {
            Field level = SimpleLogger.class.getDeclaredField("currentLogLevel");
            level.setAccessible(true);
            for (Map.Entry<?, ?> logger : loggers().entrySet()) {
                if (logger.getKey().toString().startsWith(OURS)) {
                    level.setInt(logger.getValue(), verbose ? DEBUG : INFO);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            Logger log = LoggerFactory.getLogger(Logging.class);
            log.warn("log_level_not_changed cause=\"{}\" remedy=\"restart\"", e.toString());
        }
    }

    private static Map<?, ?> loggers() throws ReflectiveOperationException {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        Field loggers = factory.getClass().getDeclaredField("loggerMap");
        loggers.setAccessible(true);
        return (Map<?, ?>) loggers.get(factory);
    }
}
