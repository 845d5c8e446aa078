package io.kubeipvs.daemon.files;

import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when files in a folder may have changed: once at the start, soon after the file system reports a change, and
 * every few seconds in case it reported none. The folder may disappear and return, and may contain links that are
 * swapped, as in a mounted ConfigMap.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    /** Files are read after this time without an event, so that few are read half-written. */
    private static final Duration QUIET = Duration.ofMillis(100);

    /** A folder with constant events is read after this time. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Path folder;
    private final Duration rescan;
    private final Runnable onChange;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Null if the system provides none; then only the rescan finds changes. */
    private final WatchService events;

    /** Null before the start. */
    private Worker worker;

    private WatchKey key;
    private Object watchedInode;
    private boolean warned;

    /**
     * @param rescan after how long without any sign of change to call back all the same
     * @param onChange called on this watch's own thread, never twice at a time; must find the changes itself
     */
    public FolderWatch(Path folder, Duration rescan, Runnable onChange) {
        this.folder = folder;
        this.rescan = rescan;
        this.onChange = onChange;
        this.events = open();
    }

    private WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            warnOnce(e);
            return null;
        }
    }

    /**
     * Starts to watch; returns at once.
     *
     * @param workers start and supervise the thread; a callback that throws is called again after a pause
     */
    public synchronized void start(Workers workers) {
        worker = workers.start("watch " + folder, this::run);
    }

    /**
     * Ends the watch. After the return no callback follows, unless a callback itself closes the watch. A callback that is
     * under way is not interrupted: it may be reading a file.
     */
    @Override
    public void close() {
        Optional<Worker> started = expectEnd();
        closed.countDown();
        try {
            if (events != null) {
                events.close();
            }
        } catch (IOException e) {
            LOG.warn("folder_watch_not_closed folder={} cause=\"{}\"", folder, e.toString());
        }
        started.ifPresent(Worker::awaitEnd);
    }

    private synchronized Optional<Worker> expectEnd() {
        Optional<Worker> started = Optional.ofNullable(worker);
        started.ifPresent(Worker::expectEnd);
        return started;
    }

    private void run() throws InterruptedException {
        while (closed.getCount() > 0) {
            // Registered before the look at the files: a change in between arrives as an event.
            register();
            onChange.run();
            awaitChange();
        }
    }

    /** Watches the folder that has this name now; it may be another folder than before. */
    private void register() {
        if (events == null) {
            return;
        }
        try {
            Object inode =
                    Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
            if (key != null && key.isValid() && Objects.equals(inode, watchedInode)) {
                return;
            }
            cancel();
            key = folder.register(
                    events,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            watchedInode = inode;
        } catch (IOException e) {
            cancel();
            if (Files.isDirectory(folder)) {
                warnOnce(e);
            }
        }
    }

    private void cancel() {
        if (key != null) {
            key.cancel();
            key = null;
        }
    }

    private void warnOnce(IOException e) {
        if (!warned) {
            warned = true;
            LOG.warn(
                    "folder_events_unavailable folder={} cause=\"{}\" effect=\"changes are seen within {} s\"",
                    folder,
                    e.getMessage(),
                    rescan.toSeconds());
        }
    }

    private void awaitChange() throws InterruptedException {
        if (events == null) {
            closed.await(rescan.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        boolean busy = drained(rescan);
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (busy && System.nanoTime() - end < 0) {
            busy = drained(QUIET);
        }
    }

    /** Whether an event arrived within this time. Its content does not matter, because the whole folder is read. */
    private boolean drained(Duration wait) throws InterruptedException {
        WatchKey changed = events.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (changed == null) {
            return false;
        }
        changed.pollEvents();
        changed.reset();
        return true;
    }
}
