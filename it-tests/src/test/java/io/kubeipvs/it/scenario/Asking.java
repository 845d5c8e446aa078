package io.kubeipvs.it.scenario;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import io.kubeipvs.core.model.Ip;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The client's side of TCP, UDP and SCTP. To be called inside the client's namespace. */
final class Asking {
    private static final int MOST_BYTES = 512;

    private Asking() {}

    /** An open connection or UDP port, for more requests. */
    interface Talk extends AutoCloseable {
        /** One line of the answerer: its name and the address it saw. */
        String ask() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Opens what the question needs. */
    static Talk open(Question question, Duration patience) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getByName(question.address().toString()), question.port());
        int millis = (int) patience.toMillis();
        return switch (question.way()) {
            case TCP -> tcp(address, question.bytes(), millis);
            case UDP -> udp(address, question.bytes(), millis);
            default -> sctp(question, address, millis);
        };
    }

    /** The result of asking, in the words of {@link Answer}. */
    static Answer answer(Talk talk) {
        try {
            String[] words = talk.ask().strip().split(" ");
            return Answer.by(words[0], nameOf(words[1]));
        } catch (IOException failed) {
            return failure(failed);
        }
    }

    private static String nameOf(String source) {
        Ip ip = Ip.parse(source);
        return Member.at(ip).map(Member::text).orElse(ip.toString());
    }

    /** The meaning of a failure to ask. */
    static Answer failure(IOException failed) {
        String text = String.valueOf(failed.getMessage());
        if (failed instanceof SocketTimeoutException) {
            return Answer.of(Answer.DROPPED);
        }
        if (failed instanceof PortUnreachableException
                || failed instanceof ConnectException && text.contains("refused")) {
            return Answer.of(Answer.REFUSED);
        }
        return failed instanceof SocketException && text.contains("reset") ? Answer.of("reset") : Answer.of(text);
    }

    private static byte[] line(int bytes) {
        return ("x".repeat(bytes - 1) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Talk tcp(InetSocketAddress address, int bytes, int millis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            // It ends with a reset: the kernel remembers the connection for 10 s, not for 120.
            socket.setSoLinger(true, 0);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
        return new TcpTalk(socket, bytes);
    }

    private record TcpTalk(Socket socket, int bytes) implements Talk {
        @Override
        public String ask() throws IOException {
            socket.getOutputStream().write(line(bytes));
            StringBuilder answer = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next != '\n';
                    next = socket.getInputStream().read()) {
                if (next < 0) {
                    throw new SocketException("reset: the other end closed");
                }
                answer.append((char) next);
            }
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Talk udp(InetSocketAddress address, int bytes, int millis) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            // Only a connected socket receives ICMP errors.
            socket.connect(address);
            socket.setSoTimeout(millis);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
        return new UdpTalk(socket, bytes);
    }

    private record UdpTalk(DatagramSocket socket, int bytes) implements Talk {
        @Override
        public String ask() throws IOException {
            send();
            DatagramPacket answer = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }

        /** Where a rule of the own machine takes the packet: whether it was refused or dropped shows when receiving. */
        private void send() throws IOException {
            try {
                socket.send(new DatagramPacket(line(bytes), bytes));
            } catch (IOException failed) {
                if (!String.valueOf(failed.getMessage()).contains("Operation not permitted")) {
                    throw failed;
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Of one address only: through a translation, an association of several would lose its other paths. */
    private static Talk sctp(Question question, InetSocketAddress address, int millis) throws IOException {
        SctpChannel channel = SctpChannel.open();
        try {
            Ip own = question.client().address(question.address().family());
            channel.bind(new InetSocketAddress(InetAddress.getByName(own.toString()), 0));
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                await(channel, SelectionKey.OP_CONNECT, millis);
                channel.finishConnect();
            }
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
        return new SctpTalk(channel, millis);
    }

    private static void await(SctpChannel channel, int operation, int millis) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, operation);
            if (selector.select(millis) == 0) {
                throw new SocketTimeoutException("nothing came");
            }
        }
    }

    private record SctpTalk(SctpChannel channel, int millis) implements Talk {
        @Override
        public String ask() throws IOException {
            ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES);
            while (answer.position() == 0) {
                await(channel, SelectionKey.OP_READ, millis);
                // Nothing is received when what came is only a notification.
                MessageInfo message = channel.receive(answer, null, null);
                if (message != null && message.bytes() < 0) {
                    throw new SocketException("reset: the other end closed");
                }
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            channel.setOption(SctpStandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }
}
