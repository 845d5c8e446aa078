package io.kubeipvs.bench.whole;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes of one endpoint each, and how long each takes from the watch event that is sent to the moment in which the
 * kernel has the new real server.
 */
final class Changes {
    private final Stage stage;
    /** By the new address. */
    private final Map<Integer, Long> sent = new ConcurrentHashMap<>();

    /** The last address of each Service. */
    private final Map<Integer, Integer> addresses = new HashMap<>();

    private final Map<Integer, Long> taken = new ConcurrentHashMap<>();
    private volatile long last;

    Changes(Stage stage) {
        this(stage, null);
    }

    private Changes(Stage stage, Changes first) {
        this.stage = stage;
        stage.kernel()
                .onNewRealServer(
                        first == null
                                ? this::arrived
                                : key -> {
                                    first.arrived(key);
                                    arrived(key);
                                });
    }

    /** Changes beside these, counted apart. */
    Changes others() {
        return new Changes(stage, this);
    }

    /** @param key address and port */
    private void arrived(ByteBuffer key) {
        long now = System.nanoTime();
        Long start = sent.remove(key.getInt(0));
        if (start != null) {
            taken.put(key.getInt(0), now - start);
            last = now;
        }
    }

    /** Sends the change of the first endpoint of a Service. An earlier one that has not arrived yet need not any more. */
    void send(int service) {
        int address = stage.cluster().nextAddress(service);
        sent.put(address, System.nanoTime());
        Integer before = addresses.put(service, address);
        stage.api().replaceEndpoint(service);
        if (before != null) {
            sent.remove(before);
        }
    }

    /** Sends changes of one Service after another, of every seventh, at a fixed rate. */
    void sendSteadily(int count, int firstService, long pauseMillis) {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            send((firstService + i * 7) % stage.cluster().services());
            next += TimeUnit.MILLISECONDS.toNanos(pauseMillis);
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    /** Waits until all that count have arrived. Returns when the last did, in nanoseconds of {@link System#nanoTime}. */
    long await(Running program) throws InterruptedException {
        Stage.await(sent::isEmpty, program);
        return last;
    }

    /** How long all took, in milliseconds, ascending. */
    double[] sortedMillis() {
        double[] millis =
                taken.values().stream().mapToDouble(nanos -> nanos / 1e6).toArray();
        Arrays.sort(millis);
        return millis;
    }

    static double percentile(double[] sorted, double percent) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * percent / 100))];
    }
}
