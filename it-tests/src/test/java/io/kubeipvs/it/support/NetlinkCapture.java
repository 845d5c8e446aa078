package io.kubeipvs.it.support;

import io.kubeipvs.daemon.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Every netlink message that any process of a namespace sends or gets, seen by the kernel's own tap ({@code nlmon})
 * and written down by tcpdump: a witness that shares no code with the program.
 */
public final class NetlinkCapture implements AutoCloseable {
    /** {@code NETLINK_ROUTE} and {@code NETLINK_GENERIC} of {@code include/uapi/linux/netlink.h}. */
    public static final int ROUTE = 0;

    public static final int GENERIC = 16;

    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    /** Each record begins with {@code struct sockaddr_ll}-like fields; the protocol is its last 16 bits, big-endian. */
    private static final int LINK_HEADER = 16;

    private static final int NLM_F_REQUEST = 1;

    /** One request: which netlink family, the message type, and the payload behind the 16-byte header. */
    public record Request(int protocol, int type, ByteBuffer payload) {}

    private static final int RTM_GETRULE = 34;

    private final KernelNamespace namespace;
    private final Process tcpdump;
    private final Path file;

    private NetlinkCapture(KernelNamespace namespace, Process tcpdump, Path file) {
        this.namespace = namespace;
        this.tcpdump = tcpdump;
        this.file = file;
    }

    public static NetlinkCapture start(KernelNamespace namespace) throws Exception {
        namespace.run("ip", "link", "add", "nlmon0", "type", "nlmon");
        namespace.run("ip", "link", "set", "nlmon0", "up");
        Path file = Files.createTempFile("nlmon-", ".pcap");
        Path log = Files.createTempFile("tcpdump-", ".log");
        Process tcpdump = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        namespace.name(),
                        "tcpdump",
                        "-i",
                        "nlmon0",
                        "-U",
                        "--immediate-mode",
                        "-s",
                        "0",
                        "-Z",
                        "root",
                        "-w",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Await.until(
                "tcpdump to listen",
                Duration.ofSeconds(60),
                () -> Files.readString(log).contains("listening on nlmon0"),
                () -> Files.readString(log));
        return new NetlinkCapture(namespace, tcpdump, file);
    }

    /** Returns the requests made until now, in order. */
    public List<Request> requests() throws Exception {
        // No other program lists routing rules: once that is seen, so is everything before it.
        namespace.run("ip", "rule", "show");
        Await.until("the capture to catch up", Duration.ofSeconds(60), () -> fence(read()) >= 0, () -> read().size());
        List<Request> requests = read();
        return requests.subList(0, fence(requests));
    }

    private static int fence(List<Request> requests) {
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).protocol() == ROUTE && requests.get(i).type() == RTM_GETRULE) {
                return i;
            }
        }
        return -1;
    }

    private List<Request> read() throws IOException {
        ByteBuffer capture = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        List<Request> requests = new ArrayList<>();
        int at = PCAP_HEADER;
        while (at + RECORD_HEADER <= capture.limit()) {
            int length = capture.getInt(at + 8);
            if (at + RECORD_HEADER + length > capture.limit()) {
                break; // still being written
            }
            addRequests(capture, at + RECORD_HEADER, length, requests);
            at += RECORD_HEADER + length;
        }
        return requests;
    }

    private static void addRequests(ByteBuffer capture, int record, int length, List<Request> requests) {
        int protocol = Short.toUnsignedInt(Short.reverseBytes(capture.getShort(record + LINK_HEADER - 2)));
        int at = record + LINK_HEADER;
        while (at + 16 <= record + length) {
            int messageLength = capture.getInt(at);
            int type = Short.toUnsignedInt(capture.getShort(at + 4));
            int flags = Short.toUnsignedInt(capture.getShort(at + 6));
            if (messageLength < 16 || at + messageLength > record + length) {
                throw new AssertionError("a message of " + messageLength + " bytes in a record of " + length);
            }
            if ((flags & NLM_F_REQUEST) != 0) {
                ByteBuffer payload = capture.slice(at + 16, messageLength - 16).order(ByteOrder.nativeOrder());
                requests.add(new Request(protocol, type, payload));
            }
            at += messageLength + 3 & ~3;
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (tcpdump.isAlive()) {
            tcpdump.destroy();
            if (!tcpdump.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("tcpdump does not end");
            }
        }
    }
}
