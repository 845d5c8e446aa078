package io.kubeipvs.daemon.kernel.settings;

import java.util.Optional;

/** Where the kernel keeps settings, each under a key. */
interface Place {
    /** The value as the kernel spells it; empty when it has no such key. */
    Optional<String> read(String key) throws SettingException;

    /** Writes a value. Returns it as the kernel spells it since. */
    String write(String key, String value) throws SettingException;
}
