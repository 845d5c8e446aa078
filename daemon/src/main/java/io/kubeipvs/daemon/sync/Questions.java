package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.NodeProxy;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Questions of other threads about the state that only the sync thread may read. It answers them between two rounds, like an
 * event. One that waits too long is withdrawn. Safe for use by many threads.
 */
public final class Questions {
    private static final int WAITING = 8;

    private final ArrayBlockingQueue<Pending<?>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Trigger trigger;
    private final ProgressBoard progress;

    /** The sync thread does not answer in time; the message states its work. */
    public static final class BusyException extends Exception {
        BusyException(String message) {
            super(message);
        }
    }

    /** One question, and its answer. */
    private record Pending<T>(Function<NodeProxy, T> question, CompletableFuture<T> answer) {
        void answerFrom(NodeProxy proxy) {
            if (answer.isDone()) {
                return;
            }
            try {
                answer.complete(question.apply(proxy));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e); // a failure of its question, not of the sync thread
            }
        }
    }

    /** @param progress of the sync thread */
    Questions(Trigger trigger, ProgressBoard progress) {
        this.trigger = trigger;
        this.progress = progress;
    }

    /**
     * Asks the sync thread, and waits for its answer.
     *
     * @param question runs on the sync thread; it must return quickly, change nothing and give a copy
     * @throws BusyException when there is no answer within the limit
     */
    public <T> T ask(Function<NodeProxy, T> question, Duration limit) throws BusyException, InterruptedException {
        Pending<T> pending = new Pending<>(question, new CompletableFuture<>());
        if (!waiting.offer(pending)) {
            throw new BusyException(busy());
        }
        trigger.wake();
        try {
            return pending.answer().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new BusyException(busy());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the question failed: " + e.getCause(), e.getCause());
        } finally {
            pending.answer().cancel(false);
            waiting.remove(pending);
        }
    }

    private String busy() {
        return "the sync thread is busy for " + progress.lasts().toSeconds() + " s: "
                + progress.now().inWords();
    }

    /** Answers what was asked. Called by the sync thread. */
    void answer(NodeProxy proxy) {
        for (Pending<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.answerFrom(proxy);
        }
    }
}
