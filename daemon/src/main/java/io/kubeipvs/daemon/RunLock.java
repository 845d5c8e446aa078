package io.kubeipvs.daemon;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.kernel.settings.NetworkNamespaceId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One program at a time works on a network namespace: a lock on a file in the folder of what is remembered, gone with its
 * holder.
 */
final class RunLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    private static final String FIX = "make the folder of --state-dir writable";

    private final FileChannel file;
    private final Optional<Problem> problem;

    private RunLock(FileChannel file, Optional<Problem> problem) {
        this.file = file;
        this.problem = problem;
    }

    /**
     * Takes it. Where the folder cannot be written, no lock exists, and a second program can start.
     *
     * @throws StartException when another program has it
     */
    static RunLock take(Path folder) throws StartException {
        Path path = folder.resolve("lock." + NetworkNamespaceId.text());
        FileChannel file = null;
        try {
            Files.createDirectories(folder);
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new RunLock(file, Optional.empty());
            }
        } catch (IOException e) {
            Problem problem = new Problem("the lock " + path + " cannot be taken: " + e, FIX);
            LOG.warn(
                    "no_lock folder={} cause=\"{}\" effect=\"nothing prevents a second kube-ipvs on this node\" fix=\"{}\"",
                    folder,
                    e.toString(),
                    FIX);
            return new RunLock(file, Optional.of(problem));
        }
        close(file);
        throw new StartException("kube-ipvs works on this node already: it holds " + path + "; stop it first");
    }

    private static void close(FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.debug("run_lock_not_closed", e);
        }
    }

    /** Why there is no lock; empty = there is one. */
    List<Problem> problems() {
        return problem.stream().toList();
    }

    @Override
    public void close() {
        close(file);
    }
}
