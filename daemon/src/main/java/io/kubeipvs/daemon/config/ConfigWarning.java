package io.kubeipvs.daemon.config;

/**
 * A part of a configuration file that is not used, although the file is. kube-proxy takes such files too, with a warning.
 *
 * @param key the place in the file, its parts joined by dots
 * @param cause the reason, without advice
 * @param fix what to change in the file
 */
public record ConfigWarning(String key, String cause, String fix) {
    public ConfigWarning {
        key = OneLine.of(key);
    }

    /** A key that no version of the file has, or has no more. */
    static ConfigWarning unknown(String key, ConfigKeys keys) {
        return new ConfigWarning(
                key,
                "there is no such key",
                NearestKey.to(key, keys)
                        .map(nearest -> "remove it, or write the nearest key " + nearest)
                        .orElse("remove it"));
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        return key + ": " + cause + "; " + fix;
    }
}
