package io.kubeipvs.daemon.work;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A value that a thread of its own makes, while the thread that needs it does other work: a start with two processors is
 * faster. A failure is thrown where the value is taken.
 */
public final class Beside<T> {
    private final FutureTask<T> task;

    private Beside(FutureTask<T> task) {
        this.task = task;
    }

    /**
     * Begins to make it.
     *
     * @param name of the thread, which ends afterwards and does not keep the program alive
     */
    public static <T> Beside<T> make(String name, Callable<T> maker) {
        Beside<T> value = new Beside<>(new FutureTask<>(maker));
        Thread thread = new Thread(value.task, name);
        thread.setDaemon(true);
        thread.start();
        return value;
    }

    /** The value, as soon as it is made. */
    public T get() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
