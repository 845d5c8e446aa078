package io.kubeipvs.netlink.sysctl;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** A setting that could not be read or written; the message is one line with the setting, the cause and the fix. */
public final class SysctlException extends IOException {
    private static final String PRIVILEGE =
            "needs CAP_NET_ADMIN over the network namespace, and /proc/sys mounted writable";

    private SysctlException(String message, IOException cause) {
        super(message, cause);
    }

    static SysctlException unreadable(String key, IOException cause) {
        return new SysctlException(key + ": cannot be read: " + reason(cause), cause);
    }

    static SysctlException absent(String key, String value, IOException cause) {
        return new SysctlException(
                assignment(key, value) + ": this kernel or network namespace has no such key; load the module it is of",
                cause);
    }

    static SysctlException notWritable(String key, String value, IOException cause) {
        return new SysctlException(assignment(key, value) + ": " + reason(cause) + "; " + PRIVILEGE, cause);
    }

    static SysctlException notTaken(String key, String value, IOException cause) {
        return new SysctlException(
                assignment(key, value) + ": " + reason(cause) + "; give a value that the kernel allows for this key",
                cause);
    }

    private static String assignment(String key, String value) {
        return key + " = \"" + value + "\"";
    }

    /** The errno's words, without the file name, which repeats the key. */
    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException failed) {
            return failed.getReason() != null ? failed.getReason() : "permission denied";
        }
        return String.valueOf(cause.getMessage());
    }
}
