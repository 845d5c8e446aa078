package io.kubeipvs.bench;

import io.kubeipvs.it.support.KernelNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * We and our references doing the same work, turn by turn, so that whatever else the machine does hits all of them.
 * Every turn has a fresh namespace: real servers that were deleted make adding others slow for two minutes.
 *
 * @param preparation makes a namespace what the work needs
 * @param cleanUp checks what was done and undoes it: the kernel takes a full namespace down slowly, in the background
 * @param warmUps rounds before those that count, only of those whom they help
 */
record Contest(String title, Chore preparation, Chore cleanUp, int warmUps, int rounds) {

    /** For the kernel to take a namespace down, which it does in the background. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The work that is not timed. */
    @FunctionalInterface
    interface Chore {
        void of(KernelNamespace namespace) throws Exception;
    }

    void run(Contender ours, Reference... references) throws Exception {
        System.out.printf("%n%s%n", title);
        List<Contender> all = Stream.concat(
                        Stream.of(ours), Stream.of(references).map(Reference::contender))
                .toList();
        for (int i = 1; i <= warmUps; i++) {
            round("warm-up " + i, all.stream().filter(Contender::warmsUp).toList());
        }
        List<double[]> times = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            times.add(round("round " + i, all));
        }
        print("%-24s %9.3f s%n", ours.name(), median(times.stream().map(seconds -> seconds[0])));
        for (int i = 1; i < all.size(); i++) {
            int reference = i;
            print(
                    "%-24s %9.3f s   ours is %.2f times as fast   %s%n",
                    all.get(i).name(),
                    median(times.stream().map(seconds -> seconds[reference])),
                    median(times.stream().map(seconds -> seconds[reference] / seconds[0])),
                    references[i - 1].remark());
        }
    }

    /** The seconds that each took. */
    private double[] round(String name, List<Contender> all) throws Exception {
        double[] seconds = new double[all.size()];
        for (int i = 0; i < seconds.length; i++) {
            try (KernelNamespace namespace = KernelNamespace.withLoopback()) {
                preparation.of(namespace);
                seconds[i] = all.get(i).work().in(namespace).toNanos() / 1e9;
                cleanUp.of(namespace);
            }
            Thread.sleep(PAUSE.toMillis());
        }
        System.out.println("  " + name + ": "
                + IntStream.range(0, seconds.length)
                        .mapToObj(i -> String.format(
                                Locale.ROOT, "%s %.3f s", all.get(i).name(), seconds[i]))
                        .collect(Collectors.joining(", ")));
        return seconds;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, "  " + format, values);
    }

    private static double median(Stream<Double> values) {
        double[] sorted = values.mapToDouble(value -> value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
