package io.kubeipvs.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A limit for the memory of processes, as a container has it: a control group (version 2) of its own. */
public final class MemoryLimit implements AutoCloseable {
    private final Path root;
    private final Path group;

    private MemoryLimit(Path root) throws IOException {
        this.root = root;
        Files.writeString(root.resolve("cgroup.subtree_control"), "+memory");
        group = Files.createDirectory(root.resolve("kube-ipvs-" + System.nanoTime()));
    }

    /** A group with this limit. */
    public static MemoryLimit ofMebibytes(int limit) throws Exception {
        // Not /sys/fs/cgroup, which a process in a network namespace does not see: its /sys is mounted anew.
        Path root = Files.createTempDirectory("cgroup-");
        run("mount", "-t", "cgroup2", "none", root.toString());
        MemoryLimit made = new MemoryLimit(root);
        made.set(limit);
        return made;
    }

    /** Changes the limit, in MiB. If the processes use more, the kernel frees what it can and then kills them. */
    public void set(int mebibytes) throws IOException {
        Files.writeString(group.resolve("memory.max"), mebibytes + "M");
    }

    /** A shell's command that enters the group and becomes its arguments. */
    public String command() {
        return "echo $$ >" + group.resolve("cgroup.procs") + " && exec";
    }

    /** How many processes the kernel killed for the limit. */
    public long kills() throws IOException {
        return Files.readAllLines(group.resolve("memory.events")).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
    }

    @Override
    public void close() throws Exception {
        Files.delete(group); // refused while a process is in it
        run("umount", root.toString());
        Files.delete(root);
    }

    private static void run(String... command) throws Exception {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
    }
}
