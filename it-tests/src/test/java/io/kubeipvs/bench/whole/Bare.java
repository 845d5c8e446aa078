package io.kubeipvs.bench.whole;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/**
 * The references: the same messages through the same transport in a process of their own with the program's options, and
 * nothing else.
 */
final class Bare {
    private static final int FIRST_VIP = 0x0B000000;
    private static final int FIRST_SERVER = 0x0B800000;
    private static final int WARM_UPS = 1000;
    private static final int CHANGES = 200;

    private Bare() {}

    /** Arguments: {@code changes}, {@code exchange}, or {@code write SERVICES ENDPOINTS}. */
    public static void main(String[] arguments) throws Exception {
        try (IpvsClient client = IpvsClient.open()) {
            if (arguments[0].equals("write")) {
                write(client, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            } else {
                System.out.println(medianMicros(client, arguments[0].equals("exchange")));
            }
        }
    }

    /**
     * In a process of its own: the median of two round trips, in milliseconds. They are those of an endpoint change: one
     * adds a real server, one sets the weight of another to 0. As in the program, each comes after a pause: a processor
     * that was idle takes longer.
     */
    static double changeMillis() throws IOException, InterruptedException {
        return Double.parseDouble(run("changes").trim()) / 1000;
    }

    /** The same when both are sent in one datagram, as the program sends them: one round trip. */
    static double exchangeMillis() throws IOException, InterruptedException {
        return Double.parseDouble(run("exchange").trim()) / 1000;
    }

    /** In a process of its own, from its start to its end: the seconds that writing this table takes. */
    static double writeSeconds(int services, int endpoints) throws IOException, InterruptedException {
        long start = System.nanoTime();
        run("write", Integer.toString(services), Integer.toString(endpoints));
        return (System.nanoTime() - start) / 1e9;
    }

    /** From its start to its end: the seconds of {@code java -version}. */
    static double javaVersionSeconds() throws IOException, InterruptedException {
        double[] seconds = new double[5];
        for (int i = 0; i < seconds.length; i++) {
            long start = System.nanoTime();
            output(java("-version"));
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[seconds.length / 2];
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = java("-cp", System.getProperty("java.class.path"), Bare.class.getName());
        command.addAll(List.of(arguments));
        return output(command);
    }

    private static List<String> java(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + System.getProperty("bench.options"));
        command.addAll(List.of(words));
        return command;
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Scanner scanner = new Scanner(process.getInputStream()).useDelimiter("\\A")) {
            String output = scanner.hasNext() ? scanner.next() : "";
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed");
            }
            return output;
        }
    }

    private static long medianMicros(IpvsClient client, boolean isTogether) throws InterruptedException {
        IpvsService.Key key = service(0);
        apply(client, List.of(new IpvsChange.NewService(new IpvsService(key, "rr"))));
        apply(client, List.of(new IpvsChange.NewDestination(key, server(0, 1))));
        long[] nanos = new long[CHANGES];
        for (int i = -WARM_UPS; i < CHANGES; i++) {
            int number = i + WARM_UPS;
            IpvsChange comes = new IpvsChange.NewDestination(key, server(number + 1, 1));
            IpvsChange leaves = new IpvsChange.SetDestination(key, server(number, 0));
            List<List<IpvsChange>> exchanges =
                    isTogether ? List.of(List.of(comes, leaves)) : List.of(List.of(comes), List.of(leaves));
            if (i >= 0) {
                TimeUnit.MILLISECONDS.sleep(SingleChanges.PAUSE_MILLIS_AUDITED);
            }
            long start = System.nanoTime();
            exchanges.forEach(exchange -> apply(client, exchange));
            if (i >= 0) {
                nanos[i] = System.nanoTime() - start;
            }
        }
        apply(client, List.of(new IpvsChange.DeleteService(key)));
        Arrays.sort(nanos);
        return nanos[CHANGES / 2] / 1000;
    }

    private static void write(IpvsClient client, int services, int endpoints) {
        List<IpvsChange> changes = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            changes.add(new IpvsChange.NewService(new IpvsService(service(i), "rr")));
            for (int j = 0; j < endpoints; j++) {
                changes.add(new IpvsChange.NewDestination(service(i), server(i * endpoints + j, 1)));
            }
        }
        apply(client, changes);
    }

    private static void apply(IpvsClient client, List<IpvsChange> changes) {
        for (BatchResult result : client.apply(changes)) {
            if (!(result instanceof BatchResult.Accepted)) {
                throw new IllegalStateException(result.toString());
            }
        }
    }

    private static IpvsService.Key service(int i) {
        return new IpvsService.AddressKey(new Address(Family.V4, 0, FIRST_VIP + i), 80, IpProtocol.TCP);
    }

    private static IpvsDestination server(int i, int weight) {
        Address address = new Address(Family.V4, 0, FIRST_SERVER + i);
        return new IpvsDestination(new IpvsDestination.Key(address, 8080), weight, ForwardMethod.MASQUERADE);
    }
}
