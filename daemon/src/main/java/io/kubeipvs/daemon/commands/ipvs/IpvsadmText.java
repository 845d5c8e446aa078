package io.kubeipvs.daemon.commands.ipvs;

import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Forwarding;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.RealServerEntry;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.VirtualServerEntry;
import java.util.Locale;

/** The forms in which {@code ipvsadm} 1.31 prints the table of IPVS with numbers for names ({@code -n}). */
enum IpvsadmText {
    /** {@code ipvsadm -Ln}. */
    LIST("""
            Prot LocalAddress:Port Scheduler Flags
              -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
            """) {
        @Override
        String of(VirtualServerEntry server) {
            String ops = server.flags().isOnePacket() ? " ops" : "";
            return label(server) + " " + server.scheduler()
                    + words(" (", server.flags().ofScheduler(), ")")
                    + persistence(server, " persistent ", " mask ", " pe ") + ops;
        }

        @Override
        String of(VirtualServerEntry of, RealServerEntry server) {
            return format(
                    "  -> %-28s %-7s %-6d %-10d %-10d",
                    server.address(),
                    server.forwarding().method(),
                    server.weight(),
                    server.activeConnections(),
                    server.inactiveConnections());
        }
    },
    /** {@code ipvsadm -Ln --stats}. */
    STATS(numbers("Conns", "InPkts", "OutPkts", "InBytes", "OutBytes")) {
        @Override
        String of(VirtualServerEntry server) {
            return format("%-33s", label(server)) + large(server.total());
        }

        @Override
        String of(VirtualServerEntry of, RealServerEntry server) {
            return format("  -> %-28s", server.address()) + large(server.total());
        }
    },
    /** {@code ipvsadm -Ln --rate}. */
    RATE(numbers("CPS", "InPPS", "OutPPS", "InBPS", "OutBPS")) {
        @Override
        String of(VirtualServerEntry server) {
            return format("%-33s", label(server)) + large(server.perSecond());
        }

        @Override
        String of(VirtualServerEntry of, RealServerEntry server) {
            Traffic rate = server.perSecond();
            return format(
                            "  -> %-28s %8d %8d %8d",
                            server.address(), rate.connections(), rate.packetsIn(), rate.packetsOut())
                    + large(rate.bytesIn())
                    + large(rate.bytesOut());
        }
    },
    /** {@code ipvsadm -Sn}: the arguments with which ipvsadm makes the same objects. */
    SAVE("") {
        @Override
        String of(VirtualServerEntry server) {
            return "-A " + option(server) + " -s " + server.scheduler() + persistence(server, " -p ", " -M ", " --pe ")
                    + (server.flags().isOnePacket() ? " -o" : "")
                    + words(" -b ", server.flags().ofScheduler(), "");
        }

        @Override
        String of(VirtualServerEntry of, RealServerEntry server) {
            return "-a " + option(of) + " -r " + server.address() + " " + option(server.forwarding()) + " -w "
                    + server.weight() + tunnel(server.forwarding());
        }
    };

    private final String title;

    IpvsadmText(String title) {
        this.title = title;
    }

    private static String numbers(String... headings) {
        StringBuilder title = new StringBuilder(String.format("%-33s", "Prot LocalAddress:Port"));
        for (String heading : headings) {
            title.append(String.format(" %8s", heading));
        }
        return title + "\n  -> RemoteAddress:Port\n";
    }

    /** The line of a virtual server, without the end of line. */
    abstract String of(VirtualServerEntry server);

    /** The line of a real server, without the end of line. */
    abstract String of(VirtualServerEntry of, RealServerEntry server);

    /** The whole text. */
    String of(IpvsListing table) {
        StringBuilder text = new StringBuilder();
        if (!title.isEmpty()) {
            text.append("IP Virtual Server version ").append(table.version());
            text.append(" (size=").append(table.connectionTableSize()).append(")\n");
            text.append(title);
        }
        for (VirtualServerEntry server : table.virtualServers()) {
            text.append(of(server)).append('\n');
            server.realServers().forEach(real -> text.append(of(server, real)).append('\n'));
        }
        return text.toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** ipvsadm prints marks as signed numbers. */
    private static String label(VirtualServerEntry server) {
        return server.mark() == 0
                ? format("%-4s %s", server.protocol(), server.address())
                : "FWM  " + server.mark() + (server.isIpv6() ? " IPv6" : "");
    }

    private static String option(VirtualServerEntry server) {
        return switch (server.protocol()) {
            case "FWM" -> "-f " + server.mark() + (server.isIpv6() ? " -6" : "");
            case "TCP" -> "-t " + server.address();
            case "UDP" -> "-u " + server.address();
            default -> "--sctp-service " + server.address();
        };
    }

    private static String option(Forwarding forwarding) {
        return switch (forwarding.method()) {
            case "Masq" -> "-m";
            case "Tunnel" -> "-i";
            default -> "-g";
        };
    }

    private static String tunnel(Forwarding forwarding) {
        return switch (forwarding.tunnel()) {
            case "" -> "";
            case "gue" -> " --tun-type gue --tun-port " + forwarding.tunnelPort() + " --tun-" + forwarding.checksum();
            case "gre" -> " --tun-type gre --tun-" + forwarding.checksum();
            default -> " --tun-type " + forwarding.tunnel();
        };
    }

    private static String words(String before, Iterable<String> words, String after) {
        String all = String.join(",", words);
        return all.isEmpty() ? "" : before + all + after;
    }

    private static String persistence(VirtualServerEntry server, String time, String mask, String engine) {
        IpvsListing.Persistence stay = server.persistence();
        String netmask = stay.netmask().isEmpty() ? "" : mask + stay.netmask();
        return (stay.isOn() ? time + stay.seconds() + netmask : "")
                + (stay.engine().isEmpty() ? "" : engine + stay.engine());
    }

    static String large(Traffic traffic) {
        return large(traffic.connections())
                + large(traffic.packetsIn())
                + large(traffic.packetsOut())
                + large(traffic.bytesIn())
                + large(traffic.bytesOut());
    }

    /** Nine characters, for very large numbers in thousands, millions and so on. */
    static String large(long number) {
        if (number < 100_000_000L) {
            return format("%9d", number);
        }
        if (number < 1_000_000_000L) {
            return format("%8dK", number / 1_000);
        }
        if (number < 100_000_000_000L) {
            return format("%8dM", number / 1_000_000);
        }
        return number < 100_000_000_000_000L
                ? format("%8dG", number / 1_000_000_000)
                : format("%8dT", number / 1_000_000_000_000L);
    }
}
