package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.VirtualServer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chain that chooses a real server. All virtual servers of the same shape share one, so a Service adds no chain. Its name
 * has everything that the kernel must remember of a virtual server: {@code rr-5}, {@code sh-2-flags-9-stays-300s},
 * {@code rr-2-flags-1-stays-60s-with-24}.
 *
 * @param by how its virtual servers are found
 * @param scheduler the name in the kernel, of a scheduler that has a {@link Method}
 * @param flags as in {@link VirtualServer}
 * @param staySeconds how long a client stays with its real server, in seconds; 0 = no session affinity
 * @param prefix so many first bits of the clients' addresses decide who stays together; 0 = each client by itself
 * @param slots the numbers of its real servers: 0 to {@code slots - 1}
 */
record Chooser(FoundBy by, String scheduler, int flags, int staySeconds, int prefix, int slots) {
    private static final Pattern NAME =
            Pattern.compile("(mark-)?([a-z]+)-(0|[1-9]\\d{0,5})(?:-flags-([1-9a-f][0-9a-f]{0,7}))?"
                    + "(?:-stays-([1-9]\\d{0,8})s(?:-with-([1-9]\\d{0,2}))?)?");

    static Chooser of(VirtualServer server, int slots) {
        return new Chooser(
                FoundBy.of(server.key()),
                server.scheduler(),
                server.flags(),
                server.timeoutSeconds(),
                server.persistencePrefix(),
                slots);
    }

    /** The chooser of a chain's name; empty for a name that none has. */
    static Optional<Chooser> named(String chain) {
        Matcher parts = NAME.matcher(chain);
        if (!parts.matches() || Method.of(parts.group(2), false).isEmpty()) {
            return Optional.empty();
        }
        int flags = parts.group(4) == null ? 0 : Integer.parseUnsignedInt(parts.group(4), 16);
        int stay = parts.group(5) == null ? 0 : Integer.parseInt(parts.group(5));
        int prefix = parts.group(6) == null ? 0 : Integer.parseInt(parts.group(6));
        FoundBy by = parts.group(1) == null ? FoundBy.ADDRESS : FoundBy.MARK;
        return Optional.of(new Chooser(by, parts.group(2), flags, stay, prefix, Integer.parseInt(parts.group(3))));
    }

    /** The name of its chain. */
    String chain() {
        return by.prefix
                + scheduler
                + "-"
                + slots
                + (flags == 0 ? "" : "-flags-" + Integer.toHexString(flags))
                + (staySeconds == 0 ? "" : "-stays-" + staySeconds + "s")
                + (prefix == 0 ? "" : "-with-" + prefix);
    }

    Method method() {
        boolean hashesPort = (flags & VirtualServer.FLAG_HASH_PORT) != 0;
        return Method.of(scheduler, hashesPort)
                .orElseThrow(() -> new IllegalStateException("no method for " + scheduler));
    }

    VirtualServer server(VirtualServer.Key key) {
        return new VirtualServer(key, scheduler, flags, staySeconds, prefix);
    }
}
