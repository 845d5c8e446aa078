package io.kubeipvs.bench.whole;

import io.kubeipvs.it.support.Manifests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * New connections through VIPs of the program, against the same Services in a table that {@code ipvsadm} wrote, on a node
 * of its own: one with the same kernel settings, and one with the kernel's defaults. They take turns.
 */
final class DataPath {
    private static final int WARM_UP_SECONDS = 3;
    private static final int SECONDS = 4;
    private static final double WITHIN = 1.03;
    private static final String SETTINGS = "net.ipv4.vs.conntrack=1";

    private final int rounds;
    private final int services;
    private final Figures figures;
    private final Random random = new Random(1);

    DataPath(int rounds, int services, Figures figures) {
        this.rounds = rounds;
        this.services = services;
        this.figures = figures;
    }

    /** The results of one client in its turns. */
    private static final class Turns {
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> slowest = new ArrayList<>();

        void add(double[] millis, double seconds) {
            Arrays.sort(millis);
            rates.add(millis.length / seconds);
            slowest.add(Changes.percentile(millis, 99));
        }
    }

    void run() throws Exception {
        Manifests manifests = manifests();
        try (GuestNode ours = new GuestNode();
                GuestNode same = new GuestNode();
                GuestNode plain = new GuestNode();
                Running program = ours.start("--manifests=" + manifests.folder(), "--ipvs-sync-period=1h")) {
            ours.awaitReady(program);
            same.namespace().run("sysctl", "-q", "-w", SETTINGS);
            writeTable(same);
            writeTable(plain);
            List<GuestNode> nodes = List.of(ours, same, plain);
            List<Turns> turns = List.of(new Turns(), new Turns(), new Turns());
            for (GuestNode node : nodes) {
                connect(node, WARM_UP_SECONDS);
            }
            for (int i = 0; i < rounds; i++) {
                for (int j = 0; j < nodes.size(); j++) {
                    long start = System.nanoTime();
                    turns.get(j).add(connect(nodes.get(j), SECONDS), (System.nanoTime() - start) / 1e9);
                }
            }
            report(turns, 1, "ipvsadm's table, same settings", WITHIN);
            report(turns, 2, "ipvsadm's table, kernel's defaults", 0);
        }
    }

    private void report(List<Turns> turns, int reference, String name, double limit) throws IOException {
        Turns ours = turns.get(0);
        Turns theirs = turns.get(reference);
        Goal goal = limit == 0 ? Goal.NONE : new Goal("within 3 %", Goal.Of.RATIO, limit, 0);
        String to = limit == 0 ? ", to the kernel's defaults" : "";
        // Time a connection, so that less is better as in all other figures. The ratio is the median of the rounds'.
        double each = median(ours.rates.stream().map(rate -> 1000 / rate).toList());
        double ratio = medianRatio(theirs.rates, ours.rates);
        figures.add("guest: a new connection" + to, each, "ms", name, each / ratio, goal);
        double slowest = median(ours.slowest);
        double slowestRatio = medianRatio(ours.slowest, theirs.slowest);
        figures.add("guest: connect time, p99" + to, slowest, "ms", name, slowest / slowestRatio, goal);
    }

    private static double medianRatio(List<Double> above, List<Double> below) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < above.size(); i++) {
            ratios.add(above.get(i) / below.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    /** One connection after another to VIPs by chance, each until the server closes it. Returns each connect's milliseconds. */
    private double[] connect(GuestNode node, int seconds) throws Exception {
        return node.client().call(() -> {
            List<Double> millis = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                try (Socket socket = new Socket()) {
                    long start = System.nanoTime();
                    socket.connect(new InetSocketAddress(vip(random.nextInt(services)), 80), 10_000);
                    millis.add((System.nanoTime() - start) / 1e6);
                    socket.getInputStream().readAllBytes();
                }
            }
            return millis.stream().mapToDouble(value -> value).toArray();
        });
    }

    private Manifests manifests() throws IOException {
        Manifests manifests = Manifests.create();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < services; i++) {
            all.append(Manifests.web("web-" + i, vip(i), GuestNode.servers()));
        }
        manifests.write("all.yaml", all.toString());
        return manifests;
    }

    private void writeTable(GuestNode node) throws IOException {
        List<String> rules = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            rules.add("-A -t " + vip(i) + ":80 -s rr");
            for (String server : GuestNode.servers()) {
                rules.add("-a -t " + vip(i) + ":80 -r " + server + ":8080 -m -w 1");
            }
            addresses.add("address add " + vip(i) + "/32 dev vips");
        }
        Path rulesFile = Files.write(Files.createTempFile("rules", ""), rules);
        Path addressesFile = Files.write(Files.createTempFile("addresses", ""), addresses);
        node.namespace().run("ip", "link", "add", "vips", "type", "dummy");
        node.run("ip -batch -", addressesFile);
        node.run("ipvsadm -R", rulesFile);
    }

    private static String vip(int i) {
        return "10.96." + i / 250 + "." + (i % 250 + 1);
    }
}
