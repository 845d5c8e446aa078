package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.cluster.Cluster;
import io.kubeipvs.daemon.k8s.api.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One benchmark of the whole program at one size: {@code it-tests/bench native} runs this. */
final class Native {
    private Native() {}

    /** Arguments: the benchmark's name, the size such as {@code 10000x5}, and the file of figures. */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            run(arguments);
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status); // whatever still serves
    }

    /** The API server's certificate, if it has TLS. */
    private static Optional<Pki> identity() throws Exception {
        return Boolean.getBoolean("bench.tls")
                ? Optional.of(Pki.generate(Files.createTempDirectory("pki"), "api", "EC", "ip:127.0.0.1"))
                : Optional.empty();
    }

    private static void run(String... arguments) throws Exception {
        String size = arguments[1];
        String[] numbers = size.split("x");
        Cluster cluster = new Cluster(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        cluster.prepare();
        Stage stage = new Stage(cluster, identity());
        Figures figures = new Figures(Path.of(arguments[2]), size);
        switch (arguments[0]) {
            case "start" -> new Starts(stage, figures).run();
            case "change" -> new SingleChanges(stage, figures).run();
            case "idle" -> new Idle(stage, figures).run();
            case "burst" -> new Burst(stage, figures).run();
            case "memory" -> new Memory(stage).run();
            case "profile" -> new Profile(stage, Path.of(arguments[2]).getParent()).run();
            case "drift" -> new Drift(stage, figures).run();
            case "soak" -> new Soak(stage, figures, Path.of(arguments[2]).getParent()).run();
            case "dashboard" -> new Dashboard(stage, Path.of(arguments[2]).getParent()).run();
            case "manifests" -> new ManifestStart(stage, figures).run();
            default -> throw new IllegalArgumentException("no such benchmark: " + arguments[0]);
        }
    }
}
