package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.AddressPort;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Ip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The connections that IPVS remembers, from the kernel's list {@code ip_vs_conn}. Source: {@code ip_vs_conn_seq_show} of
 * {@code net/netfilter/ipvs/ip_vs_conn.c}.
 */
public final class IpvsConnections {
    /** Of the network namespace of the calling thread. */
    private static final Path LIST = Path.of("/proc/thread-self/net/ip_vs_conn");

    private static final int COLUMNS = 9;
    private static final int HEX = 16;

    private IpvsConnections() {}

    /**
     * An address and port.
     *
     * @param port 0 = any, for a client that is bound to a real server
     */
    public record Side(Ip address, int port) {
        @Override
        public String toString() {
            return AddressPort.text(address, port);
        }
    }

    /**
     * One connection.
     *
     * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}; {@code IP} for a client that is bound to a real server by mark
     * @param state as the kernel names it, such as {@code ESTABLISHED}
     * @param expiresSeconds the time after which it is forgotten, if no packet comes
     * @param source the client
     * @param virtual the address that the client connected to
     * @param destination the real server
     */
    public record Connection(
            String protocol, String state, long expiresSeconds, Side source, Side virtual, Side destination) {}

    /**
     * Gives each connection in the order of the kernel.
     *
     * @throws KernelUnavailableException when they cannot be read
     */
    public static void forEach(Consumer<Connection> consumer) {
        forEach(LIST, consumer);
    }

    static void forEach(Path list, Consumer<Connection> consumer) {
        try (Stream<String> lines = Files.lines(list, StandardCharsets.US_ASCII)) {
            lines.map(IpvsConnections::parse).flatMap(Optional::stream).forEach(consumer);
        } catch (NoSuchFileException e) {
            throw new KernelUnavailableException(new Problem("this kernel has no IPVS", "modprobe ip_vs"), e);
        } catch (IOException | UncheckedIOException e) {
            throw new KernelUnavailableException(
                    new Problem("connections cannot be read: " + e.getMessage(), "run as root"), e);
        }
    }

    /** The connection of a line; empty for the heading. */
    static Optional<Connection> parse(String line) {
        String[] columns = line.trim().split(" +");
        if (columns.length < COLUMNS || columns[0].equals("Pro")) {
            return Optional.empty();
        }
        return Optional.of(new Connection(
                columns[0],
                columns[7],
                Long.parseLong(columns[8]),
                side(columns[1], columns[2]),
                side(columns[3], columns[4]),
                side(columns[5], columns[6])));
    }

    private static Side side(String address, String port) {
        Ip ip = address.contains(":") ? Ip.parse(address) : Ip.v4(Integer.parseUnsignedInt(address, HEX));
        return new Side(ip, Integer.parseInt(port, HEX));
    }
}
