package io.kubeipvs.daemon.config;

/**
 * One key of a configuration file.
 *
 * @param path where it stands, its parts joined by dots
 * @param form how its value is written
 * @param rule what its value may be
 * @param byDefault what holds when nothing is said, as it would be written; "" = nothing
 * @param effect what it does here
 * @param flag the flag that says the same, without the leading {@code --}; "" = none
 */
public record ConfigKey(String path, Form form, ValueRule rule, String byDefault, Effect effect, String flag) {
    /** How a value is written. */
    public enum Form {
        /** One word, number or truth. */
        SINGLE,
        /** A list of such. */
        LIST,
        /** Anything: nothing is read of it. */
        OPAQUE
    }

    /** What saying something does. */
    public enum Effect {
        /** It acts, and follows the file while the program runs. */
        LIVE,
        /** It acts, from the next start on. */
        RESTART,
        /** It is accepted, for kube-proxy has it, and does nothing here. */
        NONE
    }

    static ConfigKey of(String path, ValueRule rule, String byDefault, Effect effect) {
        return new ConfigKey(path, Form.SINGLE, rule, byDefault, effect, "");
    }

    static ConfigKey list(String path, ValueRule rule, Effect effect) {
        return new ConfigKey(path, Form.LIST, rule, "", effect, "");
    }

    static ConfigKey opaque(String path) {
        return new ConfigKey(path, Form.OPAQUE, ValueRule.ANY, "", Effect.NONE, "");
    }

    ConfigKey flag(String name) {
        return new ConfigKey(path, form, rule, byDefault, effect, name);
    }
}
