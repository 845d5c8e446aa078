package io.kubeipvs.it.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How often a namespace repeated the first packet of a connection, because no reply came. Each repetition costs its client a second. */
public final class SynRetransmits {
    private SynRetransmits() {}

    /** Those until now: {@code TCPSynRetrans} of {@code /proc/net/netstat}, a line of names and one of numbers. */
    public static long of(KernelNamespace namespace) throws Exception {
        List<String> lines = namespace.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netstat"))).stream()
                .filter(line -> line.startsWith("TcpExt:"))
                .toList();
        int column = List.of(lines.get(0).split(" ")).indexOf("TCPSynRetrans");
        return Long.parseLong(lines.get(1).split(" ")[column]);
    }
}
