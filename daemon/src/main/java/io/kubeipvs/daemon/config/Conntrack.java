package io.kubeipvs.daemon.config;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Limits and timeouts of the host's connection tracking. A time of 0, or {@code false}, leaves the kernel's own value.
 *
 * @param maxPerCore most connections for each processor; 0 = the limit stays as it is
 * @param min least value of the limit
 * @param tcpEstablished time without a packet after which a TCP connection is forgotten
 * @param tcpCloseWait the same for a connection that only the other side has closed
 * @param tcpBeLiberal whether TCP packets outside of the window pass
 * @param udp time without a packet after which a UDP flow is forgotten
 * @param udpStream the same for a flow with answers
 */
public record Conntrack(
        int maxPerCore,
        int min,
        Duration tcpEstablished,
        Duration tcpCloseWait,
        boolean tcpBeLiberal,
        Duration udp,
        Duration udpStream) {
    /** kube-proxy's defaults. */
    public static final Conntrack DEFAULT = new Conntrack(
            32768, 131072, Duration.ofHours(24), Duration.ofHours(1), false, Duration.ZERO, Duration.ZERO);

    /** These values with changes, for instance {@code with(c -> c.min(0))}. */
    public Conntrack with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.build();
    }

    /** Values that are changed by name. Every component begins with its former value. */
    public static final class Builder {
        private int maxPerCore;
        private int min;
        private Duration tcpEstablished;
        private Duration tcpCloseWait;
        private boolean tcpBeLiberal;
        private Duration udp;
        private Duration udpStream;

        private Builder(Conntrack from) {
            maxPerCore = from.maxPerCore;
            min = from.min;
            tcpEstablished = from.tcpEstablished;
            tcpCloseWait = from.tcpCloseWait;
            tcpBeLiberal = from.tcpBeLiberal;
            udp = from.udp;
            udpStream = from.udpStream;
        }

        public Builder maxPerCore(int value) {
            maxPerCore = value;
            return this;
        }

        public Builder min(int value) {
            min = value;
            return this;
        }

        public Builder tcpEstablished(Duration value) {
            tcpEstablished = value;
            return this;
        }

        public Builder tcpCloseWait(Duration value) {
            tcpCloseWait = value;
            return this;
        }

        public Builder tcpBeLiberal(boolean value) {
            tcpBeLiberal = value;
            return this;
        }

        public Builder udp(Duration value) {
            udp = value;
            return this;
        }

        public Builder udpStream(Duration value) {
            udpStream = value;
            return this;
        }

        private Conntrack build() {
            return new Conntrack(maxPerCore, min, tcpEstablished, tcpCloseWait, tcpBeLiberal, udp, udpStream);
        }
    }
}
