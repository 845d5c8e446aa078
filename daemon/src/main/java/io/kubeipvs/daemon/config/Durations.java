package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.GoDuration;
import java.time.Duration;

/** Durations of keys and flags, in the form of {@link GoDuration}. */
public final class Durations {
    private Durations() {}

    /**
     * Reads a duration, which may be negative.
     *
     * @param key the setting's name, for the message
     */
    public static Duration parse(String key, String text) throws ConfigException {
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, text, e.getMessage());
        }
    }
}
