package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import java.util.Objects;

/**
 * A virtual server: an address, port and protocol that IPVS balances.
 *
 * @param scheduler by the name of its module without {@code ip_vs_}, such as {@code rr}; 1 to 15 characters
 * @param flags bits of {@link ServiceFlag}; the kernel's HASHED bit is never among them
 * @param timeoutSeconds how long a client stays with its real server after its last connection; means nothing without
 *     {@link ServiceFlag#PERSISTENT}, so do not compare it then
 */
public record IpvsService(Key key, String scheduler, int flags, int timeoutSeconds) {

    /** {@code IP_VS_SCHEDNAME_MAXLEN} without the closing NUL. */
    private static final int MAX_SCHEDULER_LENGTH = 15;

    public IpvsService {
        Objects.requireNonNull(key);
        if (scheduler.isEmpty() || scheduler.length() > MAX_SCHEDULER_LENGTH || !isAscii(scheduler)) {
            throw new IllegalArgumentException(
                    "scheduler \"" + scheduler + "\": allowed are 1 to 15 printable ASCII characters");
        }
        if ((flags & ServiceFlag.HASHED) != 0) {
            throw new IllegalArgumentException("flag 0x2 (HASHED) is the kernel's own");
        }
        if (timeoutSeconds < 0) {
            throw new IllegalArgumentException("timeout " + timeoutSeconds + " s: must not be negative");
        }
    }

    /**
     * What tells virtual servers apart.
     *
     * @param port 0 to 65535; the kernel takes 0, every port, for persistent services only
     * @param protocol {@link IpProtocol}, 0 to 255
     */
    public record Key(Address address, int port, int protocol) {
        public Key {
            Objects.requireNonNull(address);
            Ports.check(port);
            if (protocol < 0 || protocol > 255) {
                throw new IllegalArgumentException("protocol " + protocol + ": allowed are 0 to 255");
            }
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
