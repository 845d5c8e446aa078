package io.kubeipvs.netlink.sysctl;

import java.util.Objects;

/**
 * The result for one setting: enough to put it back later, by another process too.
 *
 * @param key as it was given to {@link Sysctl#set}
 * @param before the value that was found
 * @param after the value as the kernel spells it since
 */
public record SysctlChange(String key, String before, String after) {
    public SysctlChange {
        Objects.requireNonNull(key);
        Objects.requireNonNull(before);
        Objects.requireNonNull(after);
    }

    /** False when the setting had the value already, so that there is nothing to put back. */
    public boolean isChange() {
        return !before.equals(after);
    }
}
