package io.kubeipvs.daemon.node;

import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.daemon.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Source ports of this node's connections that are also node ports. IPVS takes the answer to such a connection for a new
 * connection of a client: it looks for a virtual server wherever it knows no connection ({@code tcp_conn_schedule} in
 * {@code net/netfilter/ipvs/ip_vs_proto_tcp.c}).
 */
public final class NodePortOverlaps {
    private static final String LOCAL_PORTS = "net.ipv4.ip_local_port_range";
    private static final String RESERVED_PORTS = "net.ipv4.ip_local_reserved_ports";
    private static final int FIRST_UNPRIVILEGED = 1024;
    private static final int LAST = 65535;
    private static final int MOST_BYTES = 1 << 16;

    private final Path root;
    private final PortRange nodePorts;
    private final PortRange masqueradePorts;

    /** @param root of the file tree that has {@code proc} */
    public NodePortOverlaps(Path root, Config config) {
        this.root = root;
        this.nodePorts = config.settings().nodePortRange();
        this.masqueradePorts = config.tuning().filter().masqueradePorts();
    }

    /**
     * An overlap.
     *
     * @param cause which ports are both
     * @param fix what to change
     */
    public record Problem(String cause, String fix) {}

    /**
     * The overlaps that exist.
     *
     * @throws IOException if the settings cannot be read
     */
    public List<Problem> problems() throws IOException {
        List<Problem> problems = new ArrayList<>();
        if (masqueradePorts.first() <= nodePorts.last() && nodePorts.first() <= masqueradePorts.last()) {
            problems.add(new Problem(
                    "masqueradePorts " + masqueradePorts + " contains node ports of nodePortRange " + nodePorts,
                    "masqueradePorts: " + withoutNodePorts()));
        }
        BitSet local = ports(LOCAL_PORTS);
        local.andNot(ports(RESERVED_PORTS));
        local.and(bits(nodePorts));
        if (!local.isEmpty()) {
            problems.add(new Problem(
                    LOCAL_PORTS + " contains " + local.cardinality() + " ports of nodePortRange " + nodePorts
                            + ": a process of this node that gets one of them waits for its answer in vain",
                    "sysctl -w " + RESERVED_PORTS + "=" + joined(text(RESERVED_PORTS), nodePorts.toString())));
        }
        return problems;
    }

    /** The wider range on either side of the node ports. */
    private PortRange withoutNodePorts() {
        int below = nodePorts.first() - FIRST_UNPRIVILEGED;
        int above = LAST - nodePorts.last();
        if (below <= 0 && above <= 0) {
            return nodePorts; // there is no other port
        }
        return below > above
                ? new PortRange(FIRST_UNPRIVILEGED, nodePorts.first() - 1)
                : new PortRange(nodePorts.last() + 1, LAST);
    }

    private static String joined(String reserved, String more) {
        return reserved.isEmpty() ? more : reserved + "," + more;
    }

    private static BitSet bits(PortRange range) {
        BitSet bits = new BitSet();
        bits.set(range.first(), range.last() + 1);
        return bits;
    }

    /** The kernel writes one range as two numbers, and a list of ranges with commas and hyphens. */
    private BitSet ports(String key) throws IOException {
        BitSet ports = new BitSet();
        for (String range : text(key).replaceAll("\\s+", "-").split(",")) {
            if (!range.isEmpty()) {
                String[] ends = range.split("-");
                ports.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
        return ports;
    }

    /** Reads much at once: the kernel answers only the first read of such a setting, however short it is. */
    private String text(String key) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve("proc/sys").resolve(key.replace('.', '/')))) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException absent) {
            return "";
        }
    }
}
