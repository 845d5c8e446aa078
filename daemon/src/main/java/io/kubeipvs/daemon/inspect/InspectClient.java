package io.kubeipvs.daemon.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** A client of the socket. Each question is a connection of its own. */
public final class InspectClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;

    /** No kube-ipvs listens at the socket. */
    public static final class NotRunningException extends Exception {
        NotRunningException(String message) {
            super(message);
        }
    }

    /** @param folder of {@code --state-dir} of the kube-ipvs to ask */
    public InspectClient(Path folder) {
        this.file = InspectServer.file(folder);
    }

    /**
     * Asks, and reads the answer as a record of this type.
     *
     * @throws NotRunningException when no kube-ipvs listens
     * @throws RefusedQuestionException when it has no answer; the message states why
     * @throws IOException when the socket cannot be used, for instance without permission
     */
    public <T> T ask(Question question, Class<T> type)
            throws NotRunningException, RefusedQuestionException, IOException {
        byte[] answer = ask(question);
        try {
            return Json.MAPPER.readValue(answer, type);
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    /**
     * Asks for a screen, and reads it.
     *
     * @throws NotRunningException as {@link #ask(Question, Class)}
     */
    public Screen screen(Question question) throws NotRunningException, RefusedQuestionException, IOException {
        byte[] answer = ask(question);
        try {
            return Screen.read(answer);
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(JacksonException e) {
        return new IOException(
                "the answer at " + file + " cannot be read: "
                        + e.getOriginalMessage().lines().findFirst().orElse(""),
                e);
    }

    private byte[] ask(Question question) throws NotRunningException, RefusedQuestionException, IOException {
        byte[] answer = answer(question);
        if (answer.length == 0) {
            throw new IOException(
                    "kube-ipvs closed the connection at " + file + " without an answer; its log states why");
        }
        try {
            requireAnswer(answer);
        } catch (JacksonException e) {
            throw unreadable(e);
        }
        return answer;
    }

    /** The document of a question without an answer has one member, the cause. */
    private static void requireAnswer(byte[] answer) throws RefusedQuestionException {
        try (JsonParser json = Question.STREAMS.createParser(ObjectReadContext.empty(), answer)) {
            json.nextToken();
            if ("error".equals(json.nextName())) {
                json.nextToken();
                throw new RefusedQuestionException(json.getString());
            }
        }
    }

    private byte[] answer(Question question) throws NotRunningException, IOException {
        if (!Files.exists(file)) {
            throw new NotRunningException("there is no socket " + file);
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(file));
            send(channel, question);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return readAll(channel, selector);
        } catch (ConnectException e) {
            throw new NotRunningException("no program listens at " + file);
        }
    }

    /** A program that refuses the connection has answered and closed it before it reads the question. */
    private static void send(SocketChannel channel, Question question) {
        try {
            channel.write(ByteBuffer.wrap(question.line().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException closed) {
            return;
        }
    }

    private byte[] readAll(SocketChannel channel, Selector selector) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (int read = 0; read >= 0; read = read(channel, buffer)) {
            answer.write(buffer.array(), 0, read);
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new IOException("kube-ipvs does not answer at " + file + " within " + LIMIT.toSeconds() + " s");
            }
            if (read == 0) {
                selector.select(millis);
                selector.selectedKeys().clear();
            }
        }
        return answer.toByteArray();
    }

    /** Returns -1 at the end. The kernel reports ECONNRESET as the end where the question was not read. */
    private static int read(SocketChannel channel, ByteBuffer buffer) {
        try {
            return channel.read(buffer.clear());
        } catch (IOException reset) {
            return -1;
        }
    }
}
