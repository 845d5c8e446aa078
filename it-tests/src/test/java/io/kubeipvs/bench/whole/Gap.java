package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.cluster.ApiStandIn;
import io.kubeipvs.bench.cluster.Cluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The longest time without an answer through the node while all Services are programmed: of one ping after another, and
 * of one TCP connection after another. References: the same with {@code ipvsadm} and {@code nft} as writers, of which
 * the second writes one transaction, and while nothing is written.
 */
final class Gap {
    private static final int QUIET_MILLIS = 10_000;

    private final int services;
    private final Figures figures;
    private final Cluster cluster;

    Gap(int services, Figures figures) {
        this.services = services;
        this.figures = figures;
        this.cluster = new Cluster(services, 5);
    }

    /** The longest gaps in milliseconds. */
    private record Gaps(double ping, double connect) {}

    void run() throws Exception {
        cluster.prepare();
        Gaps quiet = during(node -> Thread.sleep(QUIET_MILLIS));
        Gaps others = during(this::writeByOthers);
        Gaps ours = during(this::writeByProgram);
        String reference = "while ipvsadm and nft write them";
        figures.add("guest: longest gap of ping, cold start", ours.ping, "ms", reference, others.ping, Goal.NONE);
        figures.add(
                "guest: longest gap of TCP connects, cold start",
                ours.connect,
                "ms",
                reference,
                others.connect,
                Goal.NONE);
        figures.add("guest: longest gap of ping, nothing written", quiet.ping, "ms", Goal.NONE);
        figures.add("guest: longest gap of TCP connects, nothing written", quiet.connect, "ms", Goal.NONE);
    }

    private void writeByProgram(GuestNode node) throws Exception {
        try (ApiStandIn api = node.namespace().call(() -> new ApiStandIn(cluster));
                Running program = node.namespace().call(() -> Running.start("", api.flags()))) {
            node.awaitReady(program);
        }
    }

    private void writeByOthers(GuestNode node) throws Exception {
        List<String> elements = IntStream.range(0, services)
                .mapToObj(i -> cluster.vip(i) + " . tcp . 80")
                .toList();
        Path table = Files.writeString(
                Files.createTempFile("table", ""),
                "table ip bench {\nset services { type ipv4_addr . inet_proto . inet_service; elements = { "
                        + String.join(", ", elements) + " } }\n}\n");
        node.run("ipvsadm -R", cluster.writeRules());
        node.run("nft -f -", table);
    }

    /** Work on a node. */
    @FunctionalInterface
    private interface Work {
        void on(GuestNode node) throws Exception;
    }

    /** Each work has a node of its own: real servers that were deleted make adding others slow for two minutes. */
    private static Gaps during(Work work) throws Exception {
        try (GuestNode node = new GuestNode()) {
            Gaps gaps = during(node, work);
            node.namespace().run("ipvsadm", "-C");
            return gaps;
        }
    }

    private static Gaps during(GuestNode node, Work work) throws Exception {
        Path pings = Files.createTempFile("ping", "");
        String server = GuestNode.servers()[0];
        Process ping = node.client()
                .call(() -> new ProcessBuilder("ping", "-n", "-D", "-i", "0.01", server)
                        .redirectOutput(pings.toFile())
                        .start());
        Connects connects = new Connects(server);
        Thread thread = node.client().call(() -> {
            Thread started = new Thread(connects, "connects");
            started.setDaemon(true);
            started.start(); // a thread is born into the namespace of the one that starts it
            return started;
        });
        work.on(node);
        connects.isDone = true;
        thread.join();
        ping.destroy();
        ping.waitFor();
        return new Gaps(longestGap(Files.readAllLines(pings)), connects.longestMillis);
    }

    /** Between the answers that ping prints with the time of each. */
    private static double longestGap(List<String> lines) {
        List<Double> times = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("[") && line.contains("bytes from")) {
                times.add(Double.parseDouble(line.substring(1, line.indexOf(']'))));
            }
        }
        double longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest * 1000;
    }

    /** Connects to a pod through the node again and again. */
    private static final class Connects implements Runnable {
        private static final int PATIENCE_MILLIS = 10_000;

        private final String server;
        private volatile boolean isDone;
        private volatile double longestMillis;

        Connects(String server) {
            this.server = server;
        }

        @Override
        public void run() {
            long last = System.nanoTime();
            while (!isDone) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(server, 8080), PATIENCE_MILLIS);
                    socket.getInputStream().readAllBytes();
                    long now = System.nanoTime();
                    longestMillis = Math.max(longestMillis, (now - last) / 1e6);
                    last = now;
                    Thread.sleep(5);
                } catch (IOException e) {
                    longestMillis = Math.max(longestMillis, (System.nanoTime() - last) / 1e6); // it tries again
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
