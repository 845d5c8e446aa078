package io.kubeipvs.daemon.commands.probe;

import io.kubeipvs.daemon.work.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;

/** Opens TCP connections from this node and closes them at once: one after the other, with a pause, and not too many. */
final class Connector {
    private static final int TIMEOUT_MILLIS = 2000;
    private static final long PAUSE_MILLIS = 10;
    private static final int MOST = 500;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final MonotonicClock clock;
    private final Instant end;
    private int count;

    Connector(MonotonicClock clock) {
        this.clock = clock;
        this.end = clock.instant().plus(LONGEST);
    }

    /** Whether the limit of number or time is reached: no further connection is opened. */
    boolean isOver() {
        return count >= MOST || !clock.instant().isBefore(end);
    }

    /** Connects. @param address with a port, such as {@code [fd00::1]:80} */
    Result connect(String address) throws InterruptedException {
        if (isOver()) {
            return Result.NOT_TRIED;
        }
        count++;
        Thread.sleep(PAUSE_MILLIS);
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(address.substring(colon + 1));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), TIMEOUT_MILLIS);
            return Result.CONNECTED;
        } catch (SocketTimeoutException e) {
            return Result.NO_ANSWER;
        } catch (IOException e) {
            return Result.REFUSED;
        }
    }

    /** The result of connecting. */
    enum Result {
        CONNECTED("connects"),
        REFUSED("refuses"),
        NO_ANSWER("does not answer"),
        NOT_TRIED("was not tried");

        private final String words;

        Result(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
