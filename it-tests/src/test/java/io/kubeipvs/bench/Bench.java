package io.kubeipvs.bench;

import java.util.Locale;

/** The benchmarks that need a kernel with IPVS: {@code it-tests/bench} runs this. */
final class Bench {

    private static final int ELEMENTS_OF_EACH = 4;

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
            case "ipvs-write" -> new IpvsBenchmarks(rounds, services).write();
            case "ipvs-write-cold" -> new IpvsBenchmarks(rounds, services).writeCold();
            case "ipvs-dump" -> new IpvsBenchmarks(rounds, services).list();
            case "ipvs-dump-cold" -> new IpvsBenchmarks(rounds, services).listCold();
            case "addresses" -> new AddressBenchmarks(rounds, services).addresses();
            case "routes" -> new AddressBenchmarks(rounds, services).routes();
            case "nftables" -> new NftablesBenchmarks(rounds, ELEMENTS_OF_EACH * services).elements();
            default -> throw new IllegalArgumentException("no such benchmark: " + name);
        }
    }
}
