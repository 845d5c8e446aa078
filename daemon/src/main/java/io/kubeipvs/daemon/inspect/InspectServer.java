package io.kubeipvs.daemon.inspect;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.files.SafeSocket;
import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.kernel.settings.NetworkNamespaceId;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the socket and answers questions. The number, size and duration of connections are bounded. If the socket cannot
 * be opened, kube-ipvs works without it and tries again. Safe for use by many threads.
 */
public final class InspectServer implements AutoCloseable {
    /** The connections that are served at the same time; one more is refused with a line. */
    static final int CONNECTIONS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(InspectServer.class);
    private static final String FIX = "make the folder of --state-dir writable, and for its own user only";
    private static final Duration RETRY = Duration.ofSeconds(10);
    /** After so long without a client a thread ends. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Path file;
    private final Answers answers;
    private final Timing timing;
    private Optional<Worker> worker = Optional.empty();
    private volatile Optional<Problem> problem = Optional.empty();

    /**
     * Times.
     *
     * @param limit for a question to arrive, and again for its answer to be taken
     * @param retry between two attempts to open the socket, and between two looks whether its file is in place
     */
    record Timing(Duration limit, Duration retry) {
        static final Timing DEFAULT = new Timing(Duration.ofSeconds(20), RETRY);
    }

    /** @param file of the socket, see {@link #file} */
    public InspectServer(Path file, Answers answers) {
        this(file, answers, Timing.DEFAULT);
    }

    InspectServer(Path file, Answers answers, Timing timing) {
        this.file = file;
        this.answers = answers;
        this.timing = timing;
    }

    /** The socket of the kube-ipvs in the calling thread's network namespace, with this folder of {@code --state-dir}. */
    public static Path file(Path folder) {
        return folder.resolve("kube-ipvs." + NetworkNamespaceId.text() + ".sock");
    }

    /**
     * Starts its threads, and returns at once.
     *
     * @return this
     */
    public InspectServer start(Workers workers) {
        worker = Optional.of(workers.start("inspect", () -> work(workers)));
        return this;
    }

    /** Why the socket cannot be opened; empty = it is open. Safe to call from any thread. */
    public List<Problem> problems() {
        return problem.stream().toList();
    }

    private void work(Workers workers) throws InterruptedException {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0,
                CONNECTIONS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                workers.pool("inspect-answers"));
        try {
            while (true) {
                serve(pool);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void serve(ThreadPoolExecutor pool) throws InterruptedException {
        try (SafeSocket socket = SafeSocket.listen(file);
                Selector selector = Selector.open()) {
            socket.channel().configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            opened();
            while (socket.isInPlace()) {
                accept(socket, selector, pool);
            }
        } catch (IOException e) {
            failed(e);
            Thread.sleep(timing.retry().toMillis());
        }
    }

    private void accept(SafeSocket socket, Selector selector, ThreadPoolExecutor pool)
            throws IOException, InterruptedException {
        selector.select(timing.retry().toMillis());
        selector.selectedKeys().clear();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        SocketChannel client = socket.channel().accept();
        if (client != null) {
            give(client, pool);
        }
    }

    private void give(SocketChannel client, ThreadPoolExecutor pool) throws IOException {
        try {
            pool.execute(() -> answer(client));
        } catch (RejectedExecutionException e) {
            refuse(client);
        }
    }

    private void answer(SocketChannel client) {
        try {
            new Conversation(client, timing.limit()).run(answers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the program ends
        }
    }

    /** Closes it at once: the line fits into the buffer of a new connection. */
    private static void refuse(SocketChannel client) throws IOException {
        String line = Json.MAPPER.writeValueAsString(
                        new Answers.Failure(CONNECTIONS + " clients are connected already; try again"))
                + "\n";
        try (client) {
            client.configureBlocking(false);
            client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void opened() {
        if (problem.isPresent()) {
            LOG.info("inspect_socket_open file={}", file);
        }
        problem = Optional.empty();
    }

    private void failed(IOException e) {
        String cause = "the socket " + file + " cannot be opened: " + OneLine.of(String.valueOf(e.getMessage()));
        if (problem.filter(known -> known.cause().equals(cause)).isEmpty()) {
            LOG.warn(
                    "inspect_socket_failed_will_retry cause=\"{}\" effect=\"kube-ipvs status does not find this program\""
                            + " fix=\"{}\"",
                    cause,
                    FIX);
        }
        problem = Optional.of(new Problem(cause, FIX));
    }

    /** Closes the socket, and ends the threads. */
    @Override
    public void close() {
        worker.ifPresent(Worker::close);
    }
}
