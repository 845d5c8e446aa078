package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Family;
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

    /**
     * What tells one virtual server from another: VIP, port and protocol; or a mark that packets bear.
     *
     * @param vip for one by a mark, the unspecified address of its family
     * @param port for one by a mark 0
     * @param protocol for one by a mark, what the mark says
     * @param mark the packets' mark, 0 = it is by address
     */
    public record Key(Ip vip, int port, Protocol protocol, int mark) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::vip)
                .thenComparing(Key::port)
                .thenComparing(Key::protocol)
                .thenComparing(Key::mark, Integer::compareUnsigned);

        public Key {
            if (mark == 0) {
                Ports.check(port);
            } else if (port != 0 || protocol != Mark.protocol(mark) || !vip.equals(Ip.unspecified(vip.family()))) {
                throw new IllegalArgumentException("a virtual server by mark has neither address nor port");
            }
        }

        /** One by address. */
        public Key(Ip vip, int port, Protocol protocol) {
            this(vip, port, protocol, 0);
        }

        /** One by a mark. */
        public static Key ofMark(Family family, int mark) {
            return new Key(Ip.unspecified(family), 0, Mark.protocol(mark), mark);
        }

        /** Whether it is found by a mark. */
        public boolean isByMark() {
            return mark != 0;
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return isByMark()
                    ? "FWM " + Mark.text(mark) + (vip.family() == Family.IPV6 ? " IPv6" : "")
                    : protocol + " " + AddressPort.text(vip, port);
        }
    }

    @Override
    public String toString() {
        String shape = flags == 0 ? "" : " flags=0x" + Integer.toHexString(flags);
        String sticky = timeoutSeconds == 0 ? "" : " timeout=" + timeoutSeconds + "s";
        return key + " " + scheduler + shape + sticky;
    }
}
