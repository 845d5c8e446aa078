package io.kubeipvs.bench;

import java.util.Locale;

/** The benchmarks that need a kernel with IPVS: {@code it-tests/bench} runs this. */
final class Bench {

    private Bench() {}

    /** Arguments: rounds, services, and the benchmark's name. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int services = Integer.parseInt(arguments[1]);
        System.out.printf(
                Locale.ROOT,
                "Linux %s, Java %s%n",
                System.getProperty("os.version"),
                System.getProperty("java.vm.version"));
        run(arguments[2], rounds, services);
    }

    private static void run(String name, int rounds, int services) throws Exception {
        switch (name) {
            case "ipvs-write" -> {
                IpvsBenchmarks ipvs = new IpvsBenchmarks(rounds, services);
                ipvs.write();
                ipvs.writeCold();
            }
            case "ipvs-dump" -> {
                IpvsBenchmarks ipvs = new IpvsBenchmarks(rounds, services);
                ipvs.list();
                ipvs.listCold();
            }
            case "addresses" -> new AddressBenchmarks(rounds, services).add();
            default -> throw new IllegalArgumentException("no such benchmark: " + name);
        }
    }
}
