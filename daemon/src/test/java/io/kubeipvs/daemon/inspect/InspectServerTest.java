package io.kubeipvs.daemon.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.work.Workers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of the socket, with real sockets. */
class InspectServerTest {
    private static final InspectServer.Timing SHORT =
            new InspectServer.Timing(Duration.ofMillis(300), Duration.ofMillis(50));

    private static final String TOO_MANY = "{\"error\":\"4 clients are connected already; try again\"}\n";

    @TempDir
    private Path folder;

    private final Workers workers = Workers.unobserved();
    private InspectServer server;

    /** An answer that needs more than a socket's buffer. */
    record Large(List<String> lines) {}

    private static final Large LARGE =
            new Large(IntStream.range(0, 200_000).mapToObj(i -> "line " + i).toList());

    /** The large answer is asked for. */
    private final CountDownLatch large = new CountDownLatch(1);

    private InspectServer.Timing timing = InspectServer.Timing.DEFAULT;

    private void start() {
        Answers answers = new Answers()
                .with("name", question -> new Answers.Failure("no " + question.name()))
                .with("large", question -> {
                    large.countDown();
                    return LARGE;
                })
                .with(
                        "screen",
                        question -> new Screen(4, "\"" + question.form() + "\"\n\u00e4 " + question.name() + "\n"));
        server = new InspectServer(socket(), answers, timing).start(workers);
        Await.until(() -> {
            try {
                answerTo("{\"get\":\"name\"}\n");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private Path socket() {
        return InspectServer.file(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket()));
        return channel;
    }

    private String answerTo(String text) throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel, text);
            return read(channel);
        }
    }

    private static void send(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException closed) {
            return; // refused before the question was read, and answered already
        }
    }

    private static String read(SocketChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try {
            for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer.clear())) {
                all.write(buffer.array(), 0, read);
            }
        } catch (IOException reset) {
            return all.toString(StandardCharsets.UTF_8); // closed before it read all of the question
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aQuestionIsALineAndItsAnswerADocument() throws Exception {
        start();
        assertThat(answerTo("{\"get\":\"name\",\"name\":\"web\"}\n")).isEqualTo("{\"error\":\"no web\"}\n");
        assertThat(answerTo("{\"get\":\"name\",\"more\":1}\n{\"get\":\"name\"}\n"))
                .isEqualTo("{\"error\":\"no \"}\n");
    }

    @Test
    void onlyItsUserMayConnect() throws Exception {
        start();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(socket());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "garbage\n", "[1]\n", "null\n", "{\"get\":\n", "\u0000\u0001\n", "{\"get\":[[[[\n"})
    void garbageIsAnsweredWithOneLine(String line) throws Exception {
        start();
        assertThat(answerTo(line))
                .startsWith("{\"error\":\"the question is no JSON object")
                .endsWith("}\n");
        assertThat(answerTo("{\"get\":\"name\"}\n")).isEqualTo("{\"error\":\"no \"}\n");
    }

    @Test
    void anUnknownQuestionNamesTheKnownOnes() throws Exception {
        start();
        assertThat(answerTo("{\"get\":\"quux\"}\n"))
                .isEqualTo(
                        "{\"error\":\"get: 'quux' is not known; known: large, name, screen; use the kube-ipvs of the same"
                                + " version\"}\n");
    }

    @Test
    void aLineMayNotBeTooLong() throws Exception {
        start();
        assertThat(answerTo("x".repeat(Conversation.LONGEST + 1)))
                .isEqualTo("{\"error\":\"the question is longer than 65536 bytes\"}\n");
    }

    @Test
    void aClientThatWritesNoLineIsAnsweredInTime() throws Exception {
        timing = SHORT;
        start();
        assertThat(answerTo("{\"get\":")).isEqualTo("{\"error\":\"no line came within 300 ms\"}\n");
    }

    @Test
    void aClientThatReadsNothingIsClosed() throws Exception {
        timing = SHORT;
        start();
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap("{\"get\":\"large\"}\n".getBytes(StandardCharsets.UTF_8)));
            large.await();
            Thread.sleep(10 * SHORT.limit().toMillis());
            assertThat(read(channel).endsWith("\n")).isFalse();
        }
        assertThat(workers.problems()).isEmpty();
    }

    @Test
    void aLargeAnswerComesWhole() throws Exception {
        start();
        Large answer = new InspectClient(folder).ask(Question.of("large"), Large.class);
        assertThat(answer.equals(LARGE)).isTrue();
    }

    @Test
    void aScreenComesWhole() throws Exception {
        start();
        InspectClient client = new InspectClient(folder);
        assertThat(client.screen(new Question("screen", "\\\"\u00e4").in("WIDE")))
                .isEqualTo(new Screen(4, "\"WIDE\"\n\u00e4 \\\"\u00e4\n"));
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> client.screen(new Question("name", "web").in("WIDE")))
                .withMessage("no web");
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> client.screen(Question.of("large").in("WIDE")))
                .withMessageEndingWith("use the kube-ipvs of the same version");
    }

    @Test
    void oneClientTooManyIsRefusedAndTheOthersAreNot() throws Exception {
        start();
        List<SocketChannel> clients = new ArrayList<>();
        while (clients.size() < InspectServer.CONNECTIONS) {
            connectToFreeThread().ifPresent(clients::add);
        }
        assertThat(answerTo("{\"get\":\"name\"}\n")).isEqualTo(TOO_MANY);
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> new InspectClient(folder).ask(Question.of("large"), Large.class))
                .withMessage("4 clients are connected already; try again");
        for (SocketChannel client : clients) {
            client.write(ByteBuffer.wrap("{\"get\":\"name\"}\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(read(client)).isEqualTo("{\"error\":\"no \"}\n");
            client.close();
        }
        Await.until(() -> assertThat(answerTo("{\"get\":\"name\"}\n")).isEqualTo("{\"error\":\"no \"}\n"));
    }

    /** Empty if it is refused, because the thread of an earlier answer is not free yet. */
    private Optional<SocketChannel> connectToFreeThread() throws Exception {
        SocketChannel client = connect();
        client.configureBlocking(false);
        Thread.sleep(100);
        if (client.read(ByteBuffer.allocate(TOO_MANY.length())) != 0) {
            client.close();
            return Optional.empty();
        }
        client.configureBlocking(true);
        return Optional.of(client);
    }

    @Test
    void theSocketOfADeadProgramIsReplaced() throws Exception {
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket()));
        dead.close();
        assertThatExceptionOfType(InspectClient.NotRunningException.class)
                .isThrownBy(() -> new InspectClient(folder).ask(Question.of("name"), Large.class))
                .withMessageStartingWith("no program listens at ");
        start();
        Await.until(() -> assertThat(answerTo("{\"get\":\"name\"}\n")).contains("no "));
    }

    @Test
    void itsEndRemovesItsFile() throws Exception {
        start();
        server.close();
        assertThat(socket()).doesNotExist();
        assertThatExceptionOfType(InspectClient.NotRunningException.class)
                .isThrownBy(() -> new InspectClient(folder).ask(Question.of("name"), Large.class))
                .withMessageStartingWith("there is no socket ");
    }

    @Test
    void aRemovedFileComesBack() throws Exception {
        timing = SHORT;
        start();
        Files.delete(socket());
        Await.until(() -> assertThat(socket()).exists());
        assertThat(answerTo("{\"get\":\"name\"}\n")).isEqualTo("{\"error\":\"no \"}\n");
    }

    @Test
    void aFolderThatOthersMayWriteIsAProblemUntilItIsRepaired() throws Exception {
        timing = SHORT;
        Path wrong = Files.createDirectory(folder.resolve("wrong"));
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rwxrwxrwx"));
        server = new InspectServer(InspectServer.file(wrong), new Answers(), SHORT).start(Workers.unobserved());
        Await.until(() -> assertThat(server.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.cause())
                    .isEqualTo("the socket " + InspectServer.file(wrong) + " cannot be opened: " + wrong
                            + " can be written by other users");
            assertThat(problem.fix()).contains("--state-dir");
        }));
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rwx------"));
        Await.until(() -> assertThat(server.problems()).isEmpty());
        assertThat(InspectServer.file(wrong)).exists();
    }
}
