package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.SyscallException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace that has a file, and the way to do something inside it. Sockets opened inside stay in it, so a
 * client may be opened there and used anywhere.
 *
 * @param file such as {@code /run/netns/blue} or {@code /proc/1234/ns/net}
 */
public record NetworkNamespace(Path file) {
    private static final Path NAMED = Path.of("/run/netns");
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;

    public NetworkNamespace {
        Objects.requireNonNull(file);
    }

    /** The namespace that {@code ip netns add} gave a name to. */
    public static NetworkNamespace named(String name) {
        return new NetworkNamespace(NAMED.resolve(name));
    }

    /**
     * Runs the work inside the namespace and waits for it. A thread's namespace cannot be trusted afterwards, so the
     * thread is made for this and ends with it.
     *
     * @throws SyscallException when the namespace cannot be entered: {@code ENOENT} there is no such file,
     *     {@code EINVAL} it is no network namespace, {@code EPERM} CAP_SYS_ADMIN is missing
     * @throws Exception what the work throws
     */
    public <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return work.call();
        });
        Thread thread = new Thread(task, "netns " + file.getFileName());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private void enter() throws SyscallException {
        LibC libc = SystemCalls.LIBC;
        int descriptor = (int) SystemCalls.check("open " + file, libc.open(file.toString(), O_RDONLY | O_CLOEXEC));
        try {
            SystemCalls.check("setns " + file, libc.setns(descriptor, CLONE_NEWNET));
        } finally {
            libc.close(descriptor);
        }
    }
}
