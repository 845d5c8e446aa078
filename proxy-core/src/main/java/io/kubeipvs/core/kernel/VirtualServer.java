package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Ports;
import io.kubeipvs.core.model.Protocol;
import java.util.Comparator;

/**
 * An IPVS virtual server: an address and port that spreads new connections over real servers.
 *
 * @param key its identity in the kernel
 * @param scheduler the scheduler's kernel name; any text, for the kernel may have ones that we do not know
 * @param flags the kernel's {@code IP_VS_SVC_F_*} bits other than HASHED, 0 = none
 * @param timeoutSeconds how long a client sticks to its real server, in seconds, 0 = it does not
 */
public record VirtualServer(Key key, String scheduler, int flags, int timeoutSeconds) {
    /** The flag that makes clients stick to their real server. */
    public static final int FLAG_PERSISTENT = 0x1;

    /**
     * The flag that lets the hashing schedulers {@code sh} and {@code mh} pass over a server of weight 0: without it they
     * refuse the clients whose hash falls on one that drains.
     */
    public static final int FLAG_FALLBACK = 0x8;

    /** The flag that lets maglev hashing use the client's port too; kube-proxy sets it with scheduler {@code mh}. */
    public static final int FLAG_MH_PORT = 0x10;

    /** What tells one virtual server from another: VIP, port and protocol. */
    public record Key(Ip vip, int port, Protocol protocol) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::vip).thenComparing(Key::port).thenComparing(Key::protocol);

        public Key {
            Ports.check(port);
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return protocol + " " + AddressPort.text(vip, port);
        }
    }

    @Override
    public String toString() {
        String shape = flags == 0 ? "" : " flags=0x" + Integer.toHexString(flags);
        String sticky = timeoutSeconds == 0 ? "" : " timeout=" + timeoutSeconds + "s";
        return key + " " + scheduler + shape + sticky;
    }
}
