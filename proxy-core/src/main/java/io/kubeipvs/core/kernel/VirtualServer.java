package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Ports;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.SchedulerFlag;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * An IPVS virtual server: an address and port that spreads new connections over real servers.
 *
 * @param key its identity in the kernel
 * @param scheduler the scheduler's kernel name; any text, because the kernel may have more than we know
 * @param flags the kernel's {@code IP_VS_SVC_F_*} bits other than HASHED, 0 = none
 * @param timeoutSeconds how long a client stays with its real server, in seconds, 0 = no session affinity
 * @param persistencePrefix so many first bits of the clients' addresses decide who stays together; 0 = each client by itself
 */
public record VirtualServer(Key key, String scheduler, int flags, int timeoutSeconds, int persistencePrefix) {
    /** A virtual server to which each client comes by itself. */
    public VirtualServer(Key key, String scheduler, int flags, int timeoutSeconds) {
        this(key, scheduler, flags, timeoutSeconds, 0);
    }

    /** The flag that keeps a client with its real server. */
    public static final int FLAG_PERSISTENT = 0x1;

    /**
     * The flag that lets the hashing schedulers {@code sh} and {@code mh} skip a server of weight 0. Without it they
     * refuse the clients whose hash selects a draining server.
     */
    public static final int FLAG_FALLBACK = 0x8;

    /** The flag that lets {@code sh} and {@code mh} hash the client's port too; kube-proxy sets it with {@code mh}. */
    public static final int FLAG_HASH_PORT = 0x10;

    /**
     * The flags of a virtual server with this scheduler, 0 = none.
     *
     * @param chosen its flags, which only some schedulers have; empty = those that it needs
     */
    public static int flags(Scheduler scheduler, Optional<Set<SchedulerFlag>> chosen) {
        if (!scheduler.hasFlags()) {
            return 0;
        }
        boolean isFallback =
                chosen.map(flags -> flags.contains(SchedulerFlag.FALLBACK)).orElse(true);
        boolean isPort = chosen.map(flags -> flags.contains(SchedulerFlag.PORT)).orElse(scheduler.hashesPort());
        return (isFallback ? FLAG_FALLBACK : 0) | (isPort ? FLAG_HASH_PORT : 0);
    }

    /**
     * Whether its scheduler stops choosing a server of weight 0. Destination hashing still chooses it and then refuses the
     * client, and so do the other hashing schedulers without {@link #FLAG_FALLBACK}: removed servers cannot drain.
     */
    public boolean skipsQuietServers() {
        Scheduler one = new Scheduler(scheduler);
        return !one.equals(Scheduler.DH) && (!one.hasFlags() || (flags & FLAG_FALLBACK) != 0);
    }

    /**
     * The identity of a virtual server: its VIP, port and protocol, or the mark of its packets.
     *
     * @param vip with a mark, the unspecified address of the family
     * @param port with a mark, 0
     * @param protocol with a mark, the protocol that the mark contains
     * @param mark the packets' mark, 0 = found by address
     */
    public record Key(Ip vip, int port, Protocol protocol, int mark) implements KernelObject, Comparable<Key> {
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

        /** The key of a virtual server that is found by address. */
        public Key(Ip vip, int port, Protocol protocol) {
            this(vip, port, protocol, 0);
        }

        /** The key of a virtual server that is found by a mark. */
        public static Key ofMark(Family family, int mark) {
            return new Key(Ip.unspecified(family), 0, Mark.protocol(mark), mark);
        }

        /** Whether it is found by a mark. */
        public boolean isByMark() {
            return mark != 0;
        }

        @Override
        public Set<Family> families() {
            return EnumSet.of(vip.family());
        }

        @Override
        public Optional<Key> asVirtualServer() {
            return Optional.of(this);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.virtualServer(this);
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

        /** As the generated one, and faster: docs/adr/0035. */
        @Override
        public boolean equals(Object other) {
            return other == this
                    || other instanceof Key that
                            && port == that.port
                            && mark == that.mark
                            && protocol == that.protocol
                            && vip.equals(that.vip);
        }
    }

    @Override
    public String toString() {
        String shape = flags == 0 ? "" : " flags=0x" + Integer.toHexString(flags);
        String sticky = timeoutSeconds == 0
                ? ""
                : " timeout=" + timeoutSeconds + "s" + (persistencePrefix == 0 ? "" : " prefix=" + persistencePrefix);
        return key + " " + scheduler + shape + sticky;
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof VirtualServer that
                        && flags == that.flags
                        && timeoutSeconds == that.timeoutSeconds
                        && persistencePrefix == that.persistencePrefix
                        && key.equals(that.key)
                        && scheduler.equals(that.scheduler);
    }
}
