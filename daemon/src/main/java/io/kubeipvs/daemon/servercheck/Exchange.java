package io.kubeipvs.daemon.servercheck;

import io.kubeipvs.core.kernel.AddressPort;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.GoDuration;
import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** One check under way: a connection, and for HTTP a request and the head of its answer. It never waits. For one thread. */
final class Exchange implements AutoCloseable {
    private final CheckState state;
    private final Instant started;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Supplier<UnverifiedTls> tls;
    private final AnswerHead answer;
    private Optional<Wire> wire = Optional.empty();

    private Exchange(
            CheckState state, Instant started, SocketChannel channel, SelectionKey key, Supplier<UnverifiedTls> tls) {
        this.state = state;
        this.started = started;
        this.channel = channel;
        this.key = key;
        this.tls = tls;
        this.answer = new AnswerHead(state.check().request().healthy());
        key.attach(this);
    }

    /**
     * Begins to connect.
     *
     * @throws IOException when this process can have no socket; the server is not to blame
     */
    static Exchange begin(CheckState state, Instant now, Selector selector, Supplier<UnverifiedTls> tls)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            return new Exchange(state, now, channel, key, tls);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Connects. Returns the verdict if there is one at once. */
    Optional<Verdict> connect() {
        ServerCheck check = state.check();
        try {
            boolean isConnected = channel.connect(new InetSocketAddress(inetAddress(check.address()), check.port()));
            return isConnected ? proceed(ByteBuffer.allocate(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(unreachable(e));
        }
    }

    CheckState state() {
        return state;
    }

    Instant started() {
        return started;
    }

    /** When its time is over. */
    Instant deadline() {
        return started.plus(state.check().pace().timeout());
    }

    /** Proceeds as far as possible. Returns the verdict as soon as it is known. @param buffer for the answer; its content is lost */
    Optional<Verdict> proceed(ByteBuffer buffer) {
        if (wire.isEmpty()) {
            Optional<Verdict> refused = finishConnect();
            if (refused.isPresent()) {
                return refused;
            }
        }
        try {
            return talk(wire.orElseThrow(), buffer);
        } catch (SSLException e) {
            return Optional.of(new Verdict(Verdict.Outcome.TLS, "TLS: " + e.getMessage()));
        } catch (IOException e) {
            return Optional.of(new Verdict(Verdict.Outcome.ANSWER, "the connection was lost: " + e.getMessage()));
        }
    }

    /** Returns the verdict if the connection decides it. */
    private Optional<Verdict> finishConnect() {
        try {
            if (!channel.finishConnect()) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.of(unreachable(e));
        }
        Kind kind = state.check().request().kind();
        if (!kind.isHttp()) {
            return Optional.of(Verdict.PASSED);
        }
        byte[] request = request(state.check());
        wire = Optional.of(
                kind == Kind.HTTP
                        ? new PlainWire(channel, request)
                        : new TlsWire(channel, tls.get().engine(state.check()), request));
        return Optional.empty();
    }

    private Optional<Verdict> talk(Wire open, ByteBuffer buffer) throws IOException {
        open.send();
        buffer.clear();
        int count = open.receive(buffer);
        if (count < 0) {
            return Optional.of(new Verdict(Verdict.Outcome.ANSWER, "the server closed without a whole answer"));
        }
        buffer.flip();
        Optional<Verdict> verdict = answer.take(buffer);
        if (verdict.isEmpty()) {
            key.interestOps(open.interest());
        }
        return verdict;
    }

    private static Verdict unreachable(IOException e) {
        boolean isRefused = e instanceof ConnectException && !(e instanceof NoRouteToHostException);
        boolean isTimeout =
                e instanceof SocketException && String.valueOf(e.getMessage()).contains("timed out");
        if (isTimeout) {
            return new Verdict(Verdict.Outcome.TIMEOUT, "no answer");
        }
        return isRefused
                ? new Verdict(Verdict.Outcome.REFUSED, "the connection was refused")
                : new Verdict(Verdict.Outcome.UNREACHABLE, "not reachable: " + e.getMessage());
    }

    /** The verdict when the time is over. */
    Verdict late() {
        return new Verdict(
                Verdict.Outcome.TIMEOUT,
                (wire.isEmpty() ? "no connection" : "no whole answer") + " within "
                        + GoDuration.brief(state.check().pace().timeout()));
    }

    private static byte[] request(ServerCheck check) {
        String host = check.request().host();
        String text = "GET " + check.request().path() + " HTTP/1.1\r\n"
                + "Host: " + (host.isEmpty() ? AddressPort.text(check.address(), check.port()) : host) + "\r\n"
                + "User-Agent: kube-ipvs-health-check\r\n"
                + "Accept: */*\r\n"
                + "Connection: close\r\n\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Never looked up: made of its bits. */
    private static InetAddress inetAddress(Ip ip) throws IOException {
        ByteBuffer bits = ByteBuffer.allocate(ip.family() == Family.IPV4 ? Integer.BYTES : 2 * Long.BYTES);
        if (ip.family() == Family.IPV4) {
            bits.putInt((int) ip.low());
        } else {
            bits.putLong(ip.high()).putLong(ip.low());
        }
        return InetAddress.getByAddress(bits.array());
    }

    /** Ends the connection. */
    @Override
    public void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which is all that is wanted.
        }
    }
}
