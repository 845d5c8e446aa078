package io.kubeipvs.netlink;

import java.io.IOException;

/** A netlink exchange that failed. The subclass is the reason. */
public class NetlinkException extends IOException {
    public NetlinkException(String message) {
        super(message);
    }

    public NetlinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
