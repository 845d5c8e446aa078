package io.kubeipvs.daemon.kernel.settings;

import java.util.Optional;

/** Reads kernel settings, each under a key, and cannot change them. */
interface SettingReader {
    /** The value as the kernel spells it; empty when it has no such key. */
    Optional<String> read(String key) throws SettingException;
}
