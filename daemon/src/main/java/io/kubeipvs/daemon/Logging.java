package io.kubeipvs.daemon;

/** How the log looks: one line a thing on standard error, with the time in UTC. To be set before the first logger. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    static void configure(boolean verbose) {
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSX");
        set("showThreadName", Boolean.toString(verbose));
        set("levelInBrackets", "false");
        set("defaultLogLevel", "warn");
        set("showLogName", Boolean.toString(verbose));
        set("log.io.kubeipvs", verbose ? "debug" : "info");
        // The client logs its own retries with stack traces; ours say the same in one line.
        set("log.io.fabric8", verbose ? "debug" : "off");
    }

    private static void set(String key, String value) {
        System.setProperty(PREFIX + key, System.getProperty(PREFIX + key, value));
    }
}
