package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import java.util.Objects;
import java.util.Optional;

/**
 * A virtual server: what IPVS balances, and how.
 *
 * @param scheduler by the name of its module without {@code ip_vs_}, such as {@code rr}; 1 to 15 characters
 * @param flags bits of {@link ServiceFlag}
 * @param persistence how clients stay with their real server; empty = each connection is scheduled anew
 * @param persistenceEngine the persistence engine that identifies clients, instead of their addresses, by the name of
 *     its module without {@code ip_vs_pe_}, such as {@code sip}; at most 15 characters, "" = none
 */
public record IpvsService(
        Key key, String scheduler, int flags, Optional<Persistence> persistence, String persistenceEngine) {
    public IpvsService {
        Objects.requireNonNull(key);
        Names.check("scheduler", scheduler, 1);
        Names.check("persistence engine", persistenceEngine, 0);
        if ((flags & ServiceFlag.NOT_IN_RECORDS) != 0) {
            throw new IllegalArgumentException("flags 0x" + Integer.toHexString(flags)
                    + ": 0x1 (PERSISTENT) follows from persistence, 0x2 (HASHED) is the kernel's own");
        }
        if (persistence.isPresent() && persistence.get().netmask().family() != key.family()) {
            throw new IllegalArgumentException(
                    "netmask " + persistence.get().netmask() + ": is not of the virtual server's family");
        }
    }

    /** A virtual server with no flags, which schedules each connection anew. */
    public IpvsService(Key key, String scheduler) {
        this(key, scheduler, 0, Optional.empty(), "");
    }

    /** The same with these flags in place of its own. */
    public IpvsService withFlags(int newFlags) {
        return new IpvsService(key, scheduler, newFlags, persistence, persistenceEngine);
    }

    /** The same, but each client address stays with its real server for some seconds after its last connection. */
    public IpvsService withPersistence(int seconds) {
        return withPersistence(seconds, key.family().bits());
    }

    /**
     * The same, but clients stay, and those whose addresses share a prefix stay together.
     *
     * @param prefixLength bits, 0 (IPv6: 1) to the family's 32 or 128
     */
    public IpvsService withPersistence(int seconds, int prefixLength) {
        Persistence stay = new Persistence(seconds, Netmask.of(key.family(), prefixLength));
        return new IpvsService(key, scheduler, flags, Optional.of(stay), persistenceEngine);
    }

    /** The same with this persistence engine; "" = none. */
    public IpvsService withPersistenceEngine(String engine) {
        return new IpvsService(key, scheduler, flags, persistence, engine);
    }

    /** Identifies a virtual server: an {@link AddressKey} or a {@link MarkKey}. */
    public sealed interface Key {
        /** The family of the clients' packets. */
        Family family();
    }

    /**
     * Packets to an address and port.
     *
     * @param port 0 to 65535; 0 = every port, which the kernel takes, but serves with persistence only
     * @param protocol {@link IpProtocol}, 0 to 255
     */
    public record AddressKey(Address address, int port, int protocol) implements Key {
        public AddressKey {
            Objects.requireNonNull(address);
            Ports.check(port);
            if (protocol < 0 || protocol > 255) {
                throw new IllegalArgumentException("protocol " + protocol + ": allowed are 0 to 255");
            }
        }

        @Override
        public Family family() {
            return address.family();
        }
    }

    /**
     * Packets that the firewall marked, wherever they go.
     *
     * @param mark all 32 bits, not 0
     */
    public record MarkKey(Family family, int mark) implements Key {
        public MarkKey {
            Objects.requireNonNull(family);
            if (mark == 0) {
                throw new IllegalArgumentException("mark 0: is no mark");
            }
        }
    }

    /**
     * How clients stay with their real server.
     *
     * @param timeoutSeconds after the client's last connection is over
     * @param netmask the bits that distinguish clients. IPv4: any, such as {@code 255.255.255.0}; IPv6: a prefix of 1
     *     to 128, such as {@code ffff:ffff:ffff:ffff::}
     */
    public record Persistence(int timeoutSeconds, Address netmask) {
        public Persistence {
            if (timeoutSeconds < 0) {
                throw new IllegalArgumentException("timeout " + timeoutSeconds + " s: must not be negative");
            }
            Netmask.check(netmask);
        }

        /** The number of bits that distinguish clients, 0 to 32 or 128. */
        public int prefixLength() {
            return Netmask.prefixLength(netmask);
        }
    }
}
