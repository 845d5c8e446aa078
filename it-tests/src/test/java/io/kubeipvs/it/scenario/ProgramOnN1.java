package io.kubeipvs.it.scenario;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.it.support.KernelFacts;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The program on n1. Most flags stand in its configuration files, which it follows: it is started when it does not
 * run, or for a flag that takes effect at a start only.
 */
final class ProgramOnN1 {
    /** The arguments of every scenario, so that one start serves many. */
    private static final Map<String, String> FLAGS = Map.of(
            "--node-name", "n1",
            "--cluster-cidr", "10.36.0.0/16,fd00:10:36::/48",
            "--ipvs-drain-timeout", "1s",
            "--service-cidr", "10.96.0.0/12,fd00:10:96::/108");

    private static final String WITHOUT = "without ";
    private static final String BARRIER = "zz-barrier.yaml";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KernelNamespace node;
    private final Manifests manifests;
    private final DataPath way;
    /** Whether the kernel has no other one: the program must choose it by itself. */
    private final boolean isOnlyWay;

    private final ConfigurationFiles configuration = new ConfigurationFiles();
    private Optional<Program> program = Optional.empty();
    private Map<String, String> startedWith = Map.of();
    private Map<String, String> runningWith = Map.of();
    private int barriers;
    private int mark;

    ProgramOnN1(KernelNamespace node, Manifests manifests, DataPath way) throws Exception {
        this.node = node;
        this.manifests = manifests;
        this.way = way;
        this.isOnlyWay = way == DataPath.NFTABLES && !KernelFacts.hasIpvs(node);
    }

    /** Lets it run with these flags beside the usual ones. */
    void run(List<String> flags) throws Exception {
        Map<String, String> wanted = withUsual(flags);
        Map<String, String> forStart = ConfigurationFiles.forStart(wanted);
        if (program.isPresent() && program.get().isAlive() && startedWith.equals(forStart)) {
            follow(wanted);
            return;
        }
        stop(true);
        configuration.write(wanted);
        program = Optional.of(
                Program.serving(node, manifests.folder(), arguments(forStart).toArray(String[]::new)));
        startedWith = forStart;
        runningWith = wanted;
        mark = 0;
    }

    private void follow(Map<String, String> wanted) throws Exception {
        if (!wanted.equals(runningWith)) {
            List<String> marks = configuration.write(wanted);
            Await.until(
                    "configuration " + wanted,
                    PATIENCE,
                    () -> marks.stream().allMatch(logSinceMark()::contains),
                    this::logSinceMark);
            runningWith = wanted;
        }
    }

    private Map<String, String> withUsual(List<String> flags) {
        Map<String, String> all = new TreeMap<>(FLAGS);
        all.put("--data-path", isOnlyWay ? "auto" : way.text());
        for (String flag : flags) {
            String[] parts = flag.split("[ =]", 2);
            if (flag.startsWith(WITHOUT)) {
                all.remove(flag.substring(WITHOUT.length()));
            } else {
                all.put(parts[0], parts.length == 1 ? "" : parts[1]);
            }
        }
        return all;
    }

    private List<String> arguments(Map<String, String> flags) {
        List<String> arguments =
                new ArrayList<>(List.of("--config", configuration.kubeProxys().toString()));
        flags.forEach((name, value) -> arguments.add(value.isEmpty() ? name : name + "=" + value));
        return arguments;
    }

    /** Ends it. */
    void stop(boolean kindly) throws Exception {
        if (program.isEmpty()) {
            return;
        }
        if (kindly && program.get().isAlive()) {
            program.get().terminate();
        }
        program.get().close();
        program = Optional.empty();
    }

    /** Its log is read from here on. */
    void markLog() throws IOException {
        mark = program.get().log().length();
    }

    /** Its log since then. */
    String logSinceMark() throws IOException {
        return program.isEmpty() ? "" : program.get().log().substring(mark);
    }

    /**
     * Waits until what was written into the folder before is in the kernel: a Service whose port counts up was written
     * behind it. Does nothing while the program does not run.
     */
    void barrier() throws Exception {
        if (program.isEmpty()) {
            return;
        }
        int port = 1 + barriers++ % 60_000;
        manifests.write(BARRIER, """
                apiVersion: v1
                kind: Service
                metadata: {name: zz-barrier, namespace: zz-barrier}
                spec: {clusterIP: 10.111.255.254, ports: [{port: %d, protocol: UDP}]}
                """.formatted(port));
        Await.until("the manifests to be read", PATIENCE, () -> hasBarrier(port), this::logSinceMark);
    }

    /** IPVS has a list of its own, which costs no process. */
    private boolean hasBarrier(int port) throws Exception {
        if (way == DataPath.IPVS) {
            String servers = node.call(() -> Files.readString(Path.of("/proc/thread-self/net/ip_vs")));
            return servers.contains("UDP  0A6FFFFE:%04X".formatted(port));
        }
        return node.run("nft", "--numeric", "list", "map", "ip", "kube-ipvs-dnat", "choices")
                .contains("17 . 10.111.255.254 . " + port + " ");
    }
}
