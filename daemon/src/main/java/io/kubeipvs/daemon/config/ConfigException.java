package io.kubeipvs.daemon.config;

/** Says in one line which key is wrong, its value, and what is allowed. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    ConfigException(String key, Object value, String allowed) {
        super(key + ": '" + value + "' is not allowed; allowed: " + allowed);
    }
}
