package io.kubeipvs.netlink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Answers of all kinds to a request, a dump and a batch, and as notifications: acknowledgements, parts, ends, of
 * anyone, lost or late.
 */
public final class SocketFuzz {
    private static final AttributeNames INNER = AttributeNames.of("INNER_", "UNSPEC", "A", "B");
    private static final Layout LAYOUT = new Layout(
            4, AttributeNames.of("OUTER_", "UNSPEC", "A", "B", "NEST").nested(3, INNER));
    private static final Request REQUEST = new Request(0x20, 0, LAYOUT, out -> {
        out.header32(0);
        out.u32(1, 1);
        out.nest(3, in -> in.u8(2, 2));
    });
    private static final List<Request> BATCH = List.of(REQUEST, REQUEST, REQUEST, REQUEST, REQUEST);

    private static final FuzzTransport TRANSPORT = new FuzzTransport();
    private static final NetlinkSocket SOCKET =
            new NetlinkSocket(TRANSPORT, new NetlinkTuning(3, Duration.ofSeconds(5), 1));

    private static final Subscription<Long> SUBSCRIPTION =
            new Subscription<>(TRANSPORT, message -> Optional.of(sum(message)), -1L);

    private SocketFuzz() {}

    public static void fuzzerTestOneInput(byte[] answers) {
        attempt(answers, () -> SOCKET.execute("try", REQUEST));
        attempt(answers, () -> SOCKET.ask("try", REQUEST, SocketFuzz::sum));
        attempt(answers, () -> SOCKET.dump("try", REQUEST, SocketFuzz::sum));
        TRANSPORT.script(answers);
        int results = SOCKET.batch(BATCH, Request::encode).size();
        Fuzz.require(results == BATCH.size(), "%s results", results);
        TRANSPORT.notify(answers);
        readAll();
    }

    private interface Exchanging {
        void run() throws NetlinkException;
    }

    private static void attempt(byte[] answers, Exchanging exchange) {
        TRANSPORT.script(answers);
        try {
            exchange.run();
        } catch (NetlinkException expected) {
            Fuzz.require(!expected.getMessage().isEmpty(), "no words");
        }
    }

    /** Malformed datagrams are skipped; the end comes all the same. */
    private static void readAll() {
        boolean more = true;
        while (more) {
            try {
                more = SUBSCRIPTION.next(Duration.ZERO).isPresent();
            } catch (NetlinkException expected) {
                Fuzz.require(expected instanceof MalformedMessageException, "%s", expected);
            }
        }
    }

    /** Reads every attribute by every method that its type can stand for. */
    private static long sum(Message message) throws MalformedMessageException {
        return sum(message.attributes(LAYOUT), 3);
    }

    private static long sum(AttributeReader in, int depth) throws MalformedMessageException {
        long sum = 0;
        while (in.next()) {
            sum += switch (in.type()) {
                case 1 -> in.u8();
                case 2 -> in.be16();
                case 3 -> depth == 0 ? 0 : sum(in.nest(), depth - 1);
                case 4 -> in.be32();
                case 5 -> in.be64();
                case 6 -> in.cstring().length();
                case 7 -> in.u32(1, 2);
                case 8 -> in.address(Family.V4).lo();
                case 9 -> in.address(Family.V6).lo();
                default -> in.bytes().length;
            };
        }
        return sum;
    }
}
