package io.kubeipvs.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests one after the other, each over a connection of its own, for as long as this is open. */
public final class Traffic implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final KernelNamespace from;
    private final String address;
    private final Set<String> pods;
    private final long pauseMillis;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean done;
    private final Thread thread = new Thread(this::run, "traffic");

    private Traffic(KernelNamespace from, String address, Set<String> pods, long pauseMillis) {
        this.from = from;
        this.address = address;
        this.pods = pods;
        this.pauseMillis = pauseMillis;
    }

    /** To port 80 of an address, which these pods answer. */
    public static Traffic start(KernelNamespace from, String address, Set<String> pods) {
        return started(new Traffic(from, address, pods, PAUSE_MILLIS));
    }

    /** The same without a pause between them. */
    public static Traffic rush(KernelNamespace from, String address, Set<String> pods) {
        return started(new Traffic(from, address, pods, 0));
    }

    private static Traffic started(Traffic traffic) {
        traffic.thread.start();
        return traffic;
    }

    private void run() {
        try {
            while (!done) {
                ask();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            String who = Pod.askTcp(from, address, 80);
            if (pods.contains(who)) {
                answered.incrementAndGet();
            } else {
                wrong.add("'" + who + "' answered");
            }
        } catch (Exception e) {
            if (!done) {
                wrong.add(e.toString());
            }
        }
    }

    /** How many were answered so far, and all of them were. */
    public int answered() {
        assertThat(wrong).isEmpty();
        return answered.get();
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        thread.join();
    }
}
