package io.kubeipvs.daemon.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether packets between two ports of a bridge pass through netfilter. Where they do not, a pod that connects to a Service
 * gets the answer of an endpoint on the same bridge directly, from an address that it did not connect to. Follows
 * {@code br_nf_pre_routing} of the kernel's {@code net/bridge/br_netfilter_hooks.c}: the setting of the namespace, or
 * that of the bridge.
 */
public final class BridgeNetfilter {
    private static final List<String> SETTINGS = List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables");

    private final Path root;

    /** @param root of the file tree that has {@code sys} and {@code proc} */
    public BridgeNetfilter(Path root) {
        this.root = root;
    }

    /**
     * The missing settings.
     *
     * @param bridges whose pods do not reach each other through a Service, by name
     * @param settings that are off, by their {@code sysctl(8)} keys
     */
    public record Problem(List<String> bridges, List<String> settings) {
        public Problem {
            bridges = List.copyOf(bridges);
            settings = List.copyOf(settings);
        }

        /** The commands that fix it. */
        public String fix() {
            return "modprobe br_netfilter; sysctl -w " + String.join("=1 ", settings) + "=1";
        }
    }

    /**
     * The missing settings; empty if none is missing.
     *
     * @throws IOException if the settings cannot be read
     */
    public Optional<Problem> problem() throws IOException {
        List<String> bad = new ArrayList<>();
        List<String> bridges = new ArrayList<>();
        for (String setting : SETTINGS) {
            List<String> concerned = isOn(root.resolve("proc/sys/net/bridge").resolve(setting))
                    ? List.of()
                    : bridges(setting.replace("bridge-", "").replace('-', '_'));
            if (!concerned.isEmpty()) {
                bad.add("net.bridge." + setting);
                bridges.addAll(concerned);
            }
        }
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(bridges.stream().distinct().sorted().toList(), bad));
    }

    /** The bridges that have a port, and whose own setting does not replace the namespace's. */
    private List<String> bridges(String ownSetting) throws IOException {
        Path links = root.resolve("sys/class/net");
        try (Stream<Path> all = Files.exists(links) ? Files.list(links) : Stream.empty()) {
            List<String> bridges = new ArrayList<>();
            for (Path link : all.toList()) {
                if (hasPort(link) && !isOn(link.resolve("bridge").resolve(ownSetting))) {
                    bridges.add(link.getFileName().toString());
                }
            }
            return bridges;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean hasPort(Path link) throws IOException {
        Path ports = link.resolve("brif");
        if (!Files.isDirectory(ports)) {
            return false;
        }
        try (Stream<Path> all = Files.list(ports)) {
            return all.findAny().isPresent();
        }
    }

    private static boolean isOn(Path setting) throws IOException {
        try {
            return !Files.readString(setting).strip().equals("0");
        } catch (NoSuchFileException absent) {
            return false;
        }
    }
}
