package io.kubeipvs.netlink.conntrack;

/** Identifies a flow between two addresses: ports, or the ICMP query. */
public sealed interface FlowProtocol {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R ports(Ports protocol);

        R icmp(Icmp protocol);

        R other(Other protocol);
    }

    /** The IP protocol number, 0 to 255. Source: {@code include/uapi/linux/in.h, IPPROTO_*}. */
    int number();

    <R> R on(Cases<R> cases);

    /**
     * TCP, UDP, SCTP and their like. GRE too: its keys stand in place of the ports.
     *
     * @param source 0 to 65535
     * @param destination 0 to 65535
     */
    record Ports(int number, int source, int destination) implements FlowProtocol {
        public Ports {
            Numbers.check8("protocol", number);
            Numbers.check16("port", source);
            Numbers.check16("port", destination);
            if (Icmp.isIcmp(number)) {
                throw new IllegalArgumentException("protocol " + number + " is ICMP, which has no ports");
            }
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.ports(this);
        }
    }

    /**
     * Questions and answers of ICMP, such as an echo.
     *
     * @param number 1 for ICMP, 58 for ICMPv6
     * @param type 0 to 255
     * @param code 0 to 255
     * @param id 0 to 65535
     */
    record Icmp(int number, int type, int code, int id) implements FlowProtocol {
        /** {@code IPPROTO_ICMP}. */
        public static final int V4 = 1;
        /** {@code IPPROTO_ICMPV6}. */
        public static final int V6 = 58;

        public Icmp {
            if (!isIcmp(number)) {
                throw new IllegalArgumentException("protocol " + number + ": ICMP is 1 or 58");
            }
            Numbers.check8("ICMP type", type);
            Numbers.check8("ICMP code", code);
            Numbers.check16("ICMP id", id);
        }

        static boolean isIcmp(int number) {
            return number == V4 || number == V6;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.icmp(this);
        }
    }

    /** Any other protocol: one flow between two addresses. */
    record Other(int number) implements FlowProtocol {
        public Other {
            Numbers.check8("protocol", number);
            if (Icmp.isIcmp(number)) {
                throw new IllegalArgumentException("protocol " + number + " is ICMP, which has type, code and id");
            }
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.other(this);
        }
    }
}
