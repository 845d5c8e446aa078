package io.kubeipvs.bench.whole;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node of its own namespace with pods of its own: a client, and five that answer. */
final class GuestNode implements AutoCloseable {
    private static final String SUBNET = "10.36.0.";
    private static final int SERVERS = 5;
    private static final int CLIENT = 100;

    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private final List<Pod> servers = new ArrayList<>();
    private final Pod client;

    GuestNode() throws Exception {
        namespace.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        for (int i = 1; i <= SERVERS; i++) {
            servers.add(new Pod(namespace, i, "pod-" + i, SUBNET + i));
        }
        client = new Pod(namespace, CLIENT, "client", SUBNET + CLIENT);
    }

    KernelNamespace namespace() {
        return namespace;
    }

    /** Where the client is. */
    KernelNamespace client() {
        return client.namespace();
    }

    static String[] servers() {
        String[] addresses = new String[SERVERS];
        for (int i = 0; i < SERVERS; i++) {
            addresses[i] = SUBNET + (i + 1);
        }
        return addresses;
    }

    /** Starts the program on this node. */
    Running start(String... flags) throws Exception {
        return namespace.call(() -> Running.start("", List.of(flags)));
    }

    /** Waits until it has programmed every Service once. Returns when, in nanoseconds of {@link System#nanoTime}. */
    long awaitReady(Running program) throws Exception {
        return namespace.call(program::awaitReady);
    }

    /** Runs a command on this node with a file as its standard input. */
    void run(String command, Path input) {
        namespace.run("sh", "-c", command + " <" + input);
    }

    @Override
    public void close() throws Exception {
        client.close();
        for (Pod server : servers) {
            server.close();
        }
        namespace.close();
    }
}
