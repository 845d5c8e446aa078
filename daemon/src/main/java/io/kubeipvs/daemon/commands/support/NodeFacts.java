package io.kubeipvs.daemon.commands.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The facts of the node that stand in files of the kernel, which every user may read. */
public final class NodeFacts {
    private static final List<String> FILES = List.of(
            "/proc/version",
            "/proc/uptime",
            "/proc/loadavg",
            "/proc/meminfo",
            "/proc/net/dev",
            "/proc/net/sockstat",
            "/proc/net/softnet_stat",
            "/proc/net/snmp",
            "/proc/net/netstat",
            "/proc/net/ip_vs_stats",
            "/proc/net/stat/nf_conntrack",
            "/sys/fs/cgroup/memory.max",
            "/sys/fs/cgroup/memory.current",
            "/sys/fs/cgroup/memory.events",
            "/sys/fs/cgroup/cpu.max",
            "/sys/fs/cgroup/cpu.stat");

    /** Modules whose names begin so. */
    private static final String MODULES =
            "(ip_vs|nf_|nft_|ip_set|xt_|ip_tables|ip6_tables|dummy|br_netfilter|x_tables).*";

    /** Files, and folders with all their files. */
    private static final List<String> SETTINGS = List.of(
            "kernel/osrelease",
            "kernel/tainted",
            "net/core/somaxconn",
            "net/ipv4/ip_forward",
            "net/ipv4/ip_local_port_range",
            "net/ipv4/ip_local_reserved_ports",
            "net/ipv4/ip_nonlocal_bind",
            "net/ipv4/conf/all",
            "net/ipv4/conf/default",
            "net/ipv4/vs",
            "net/ipv6/conf/all/disable_ipv6",
            "net/ipv6/conf/all/forwarding",
            "net/bridge",
            "net/netfilter");

    private final Path root;

    /** @param root where {@code proc} and {@code sys} are, {@code /} except in tests */
    public NodeFacts(Path root) {
        this.root = root;
    }

    /** Files of the kernel with their content; a file that is missing has one line. */
    public String kernel() {
        StringBuilder text = new StringBuilder();
        FILES.forEach(file -> text.append("== ").append(file).append('\n').append(content(file)));
        return text.toString();
    }

    /** The loaded modules that have to do with Services. */
    public String modules() {
        return content("/proc/modules")
                .lines()
                .filter(line -> line.matches(MODULES) || line.startsWith("("))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    /** Kernel settings, each as {@code sysctl} prints it. */
    public String settings() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : SETTINGS) {
            for (String file : filesOf(name)) {
                text.append(file.replace('/', '.'))
                        .append(" = ")
                        .append(content("/proc/sys/" + file).strip().replace('\n', ' '))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** This file, or the files of this folder, sorted. */
    private List<String> filesOf(String name) throws IOException {
        Path path = root.resolve("proc/sys/" + name);
        if (!Files.isDirectory(path)) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> names.add(name + "/" + file.getFileName()));
        }
        return names;
    }

    private String content(String file) {
        try {
            String text = Files.readString(root.resolve(file.substring(1)));
            return text.endsWith("\n") ? text : text + "\n";
        } catch (IOException | SecurityException e) {
            return "(cannot be read: " + e.getClass().getSimpleName() + ")\n";
        }
    }
}
