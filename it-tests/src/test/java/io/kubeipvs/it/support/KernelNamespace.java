package io.kubeipvs.it.support;

import io.kubeipvs.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A fresh network namespace for one test, and the tools that look into it as witnesses. */
public final class KernelNamespace implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "kubeipvs-it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

    public KernelNamespace() {
        host("ip", "netns", "add", name);
    }

    /** With loopback up, which gives the namespace its local routes. */
    public static KernelNamespace withLoopback() {
        KernelNamespace namespace = new KernelNamespace();
        namespace.run("ip", "link", "set", "lo", "up");
        return namespace;
    }

    /** A node of one link, {@code eth0}, with these addresses and the length of their prefix. */
    public static KernelNamespace node(String... addresses) {
        KernelNamespace node = withLoopback();
        node.run("ip", "link", "add", "eth0", "type", "dummy");
        node.run("ip", "link", "set", "eth0", "up");
        for (String address : addresses) {
            node.run("ip", "addr", "add", address, "dev", "eth0", "nodad");
        }
        return node;
    }

    /** Its name for {@code ip netns}. */
    public String name() {
        return name;
    }

    /** Does the work on a thread inside the namespace. */
    public <T> T call(Callable<T> work) throws Exception {
        return NetworkNamespace.named(name).call(work);
    }

    /** Does work that throws no checked exception on a thread inside the namespace. */
    <T> T get(Supplier<T> work) {
        try {
            return call(work::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a program inside the namespace and returns what it prints; fails with its words when it fails. */
    public String run(String... command) {
        // Not "ip netns exec", which mounts /sys anew each time: that takes longer than most of these programs.
        return host(Stream.concat(Stream.of("nsenter", "--net=/run/netns/" + name), Stream.of(command))
                .toArray(String[]::new));
    }

    /**
     * Deletes it. A closed connection whose peer is gone keeps a namespace until the kernel has sent its end 8 times, about 100 s
     * ({@code tcp_orphan_retries()} in net/ipv4/tcp_timer.c). Now it sends it once.
     */
    @Override
    public void close() {
        try {
            run("sysctl", "-qw", "net.ipv4.tcp_orphan_retries=1");
        } finally {
            host("ip", "netns", "delete", name);
        }
    }

    private static String host(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(String.join(" ", List.of(command)) + " ended with " + status + ": " + output);
            }
            return output;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
