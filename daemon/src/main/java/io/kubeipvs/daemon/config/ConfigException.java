package io.kubeipvs.daemon.config;

/** A configuration is wrong. The message is one line: the key, its value and the allowed values. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(OneLine.of(message));
    }

    ConfigException(String key, Object value, String allowed) {
        this(key + ": '" + OneLine.of(value.toString()) + "' is not allowed; allowed: " + allowed);
    }
}
