package io.kubeipvs.daemon.kernel.settings;

/** Where the kernel keeps settings, each under a key. */
interface Place extends SettingReader {
    /** Writes a value. Returns it as the kernel spells it since. */
    String write(String key, String value) throws SettingException;
}
