package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.memory.RealServerListener;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes of one endpoint each, and how long each takes from the moment when the server has sent its watch event, so that it
 * is in the program's socket.
 */
final class Changes {
    /** The end of a change. */
    enum End {
        /** The kernel has the new real server. */
        ADDED,
        /** The kernel has the change's last message, which sets the weight of the old real server to 0. */
        COMPLETE
    }

    private static final long NOT_SENT = -1;

    private final Stage stage;
    private final End end;
    /** The times when events were sent, by the address whose message ends the change. */
    private final Map<Integer, Long> pending = new ConcurrentHashMap<>();

    /** The address whose message ends the last change of each Service. */
    private final Map<Integer, Integer> addresses = new HashMap<>();

    private final Map<Integer, Long> taken = new ConcurrentHashMap<>();
    private volatile long last;

    Changes(Stage stage, End end) {
        this.stage = stage;
        this.end = end;
        stage.kernel().onRealServers(new Ends());
    }

    private final class Ends implements RealServerListener {
        @Override
        public void added(ByteBuffer key) {
            ended(End.ADDED, key.getInt(0));
        }

        @Override
        public void leaves(ByteBuffer key) {
            ended(End.COMPLETE, key.getInt(0));
        }
    }

    private void ended(End kind, int address) {
        long now = System.nanoTime();
        Long start = kind == end ? pending.remove(address) : null;
        if (start != null) {
            taken.put(address, start == NOT_SENT ? 0 : now - start);
            last = now;
        }
    }

    /** Sends the change of the first endpoint of a Service. An earlier one that has not ended yet need not any more. */
    void send(int service) {
        prepare(service).run();
    }

    /** Makes the event of such a change. Returns what sends it. */
    Runnable prepare(int service) {
        int address = end == End.ADDED
                ? stage.cluster().nextAddress(service)
                : stage.cluster().firstAddress(service);
        pending.put(address, NOT_SENT);
        Integer before = addresses.put(service, address);
        if (before != null) {
            pending.remove(before);
        }
        return stage.api().replacement(service, () -> pending.replace(address, NOT_SENT, System.nanoTime()));
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

    /** Waits until all that count have ended. Returns when the last did, in nanoseconds of {@link System#nanoTime}. */
    long await(Running program) throws InterruptedException {
        Stage.await(pending::isEmpty, program);
        return last;
    }

    /** The durations of all, in milliseconds, ascending. */
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
