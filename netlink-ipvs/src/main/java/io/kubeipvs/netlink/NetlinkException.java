package io.kubeipvs.netlink;

import java.io.IOException;

/** A netlink exchange that did not end well; what went wrong is in the subclass. */
public class NetlinkException extends IOException {

    public NetlinkException(String message) {
        super(message);
    }
}
