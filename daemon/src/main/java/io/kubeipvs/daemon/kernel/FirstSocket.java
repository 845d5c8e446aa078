package io.kubeipvs.daemon.kernel;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.sys.NativeTransport;

/** The first netlink socket of a process: the functions of the C library become methods of Java, which takes 50 ms of CPU. */
public final class FirstSocket {
    private FirstSocket() {}

    /** Opens one and closes it, so that the next one is fast. Returns whether that was possible. */
    public static boolean open() {
        try {
            NativeTransport.open(NetlinkProtocol.ROUTE).close();
            return true;
        } catch (NetlinkException e) {
            return false; // the first real use reports it
        }
    }
}
