package io.kubeipvs.daemon.kernel.settings;

/** A kernel setting could not be read or written. The message is the reason alone, without the key. */
final class SettingException extends Exception {
    private final transient String fix;

    /** @param fix what makes it possible, a command where there is one */
    SettingException(String reason, String fix, Throwable cause) {
        super(reason, cause);
        this.fix = fix;
    }

    String fix() {
        return fix;
    }
}
