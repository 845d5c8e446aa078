package io.kubeipvs.bench.whole;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Benchmarks of the whole program on a kernel with IPVS: {@code it-tests/bench} runs this. */
final class Guest {
    private Guest() {}

    /** Arguments: the benchmark's name, rounds, the number of Services, the folder of figures, and the run in words. */
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

    private static void run(String... arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        int services = Integer.parseInt(arguments[2]);
        Path folder = Path.of(arguments[3]);
        Files.writeString(
                folder.resolve("runs.txt"),
                arguments[4].formatted(System.getProperty("os.version")) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Figures figures = new Figures(folder.resolve("figures.tsv"), services + "x5");
        switch (arguments[0]) {
            case "start" -> new GuestStarts(rounds, services, figures).run();
            case "path" -> new DataPath(rounds, services, figures).run();
            case "gap" -> new Gap(services, figures).run();
            default -> throw new IllegalArgumentException("no such benchmark: " + arguments[0]);
        }
    }
}
