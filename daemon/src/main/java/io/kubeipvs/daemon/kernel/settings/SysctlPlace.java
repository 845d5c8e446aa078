package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.util.Optional;

/** The settings below {@code /proc/sys}. */
record SysctlPlace(Sysctl sysctl) implements Place {
    @Override
    public Optional<String> read(String key) throws SettingException {
        try {
            return sysctl.read(key);
        } catch (SysctlException e) {
            throw new SettingException(reason(e), "mount /proc/sys into this mount namespace", e);
        }
    }

    @Override
    public String write(String key, String value) throws SettingException {
        if (read(key).isEmpty()) {
            throw new SettingException("this kernel or network namespace has no such key", Setting.module(key), null);
        }
        try {
            return sysctl.set(key, value).after();
        } catch (SysctlException e) {
            throw new SettingException(reason(e), "sysctl -w " + key + "=" + value, e);
        }
    }

    /** The exception's message begins with the key and the value. */
    private static String reason(SysctlException e) {
        String message = e.getMessage();
        return message.substring(message.indexOf(": ") + 2);
    }
}
