package io.kubeipvs.daemon.logging;

/** How the log looks: one line for each event on standard error, as text with the time in UTC, or as JSON. */
public final class Logging {
    /** The loggers of the program itself, by the start of their names. */
    static final String OURS = "io.kubeipvs";

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private static volatile boolean verbose;
    private static volatile boolean json;
    private static volatile boolean detailed;

    private Logging() {}

    /** Makes SLF4J use {@link LogProvider}. Must run before the first logger is made; a provider that the user names wins. */
    public static void install() {
        set("slf4j.provider", LogProvider.class.getName());
        // SLF4J would report the choice of a provider on standard error.
        set("slf4j.internal.verbosity", "WARN");
    }

    /**
     * Leaves out lines that are no warnings: for a command that prints an answer. Must run before {@link #configure}; the
     * user's property wins.
     */
    public static void onlyWarnings() {
        set(PREFIX + "log." + OURS, "warn");
    }

    /** Sets the first level. Must run before the first logger is made; the user's properties win. */
    public static void configure(boolean isVerbose) {
        set(PREFIX + "defaultLogLevel", "warn");
        set(PREFIX + "log." + OURS, "info");
        // The client logs its own retries with stack traces; our log has one line for each of them.
        set(PREFIX + "log.io.fabric8", isVerbose ? "debug" : "off");
        detailed = isVerbose;
        setVerbose(isVerbose);
    }

    private static void set(String key, String value) {
        System.setProperty(key, System.getProperty(key, value));
    }

    /** Switches debug lines of the program on or off, for all its loggers. Safe to call from any thread, at any time. */
    public static void setVerbose(boolean isVerbose) {
        verbose = isVerbose;
    }

    /** Makes every line a JSON object, or text. Safe to call from any thread, at any time. */
    public static void setJson(boolean isJson) {
        json = isJson;
    }

    static boolean isJson() {
        return json;
    }

    /** Whether a line of text has the names of its thread and of its logger. */
    static boolean isDetailed() {
        return detailed;
    }

    static boolean isVerbose() {
        return verbose;
    }
}
