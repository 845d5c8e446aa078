package io.kubeipvs.core.servercheck;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.StatusRange;
import java.time.Duration;
import java.util.Locale;

/**
 * A health check of one server. Services that check the same server in the same way share it, and so do the ports of a Service.
 *
 * @param address of the endpoint
 * @param port that is asked
 * @param request the question
 * @param pace how often, and how often it must fail or pass
 */
public record ServerCheck(Ip address, int port, Request request, Pace pace) {
    /**
     * The question to a server, and its right answer.
     *
     * @param kind not {@code NONE}
     * @param path of an HTTP request
     * @param host of an HTTP request; "" = the address
     * @param healthy the right answers to an HTTP request
     */
    public record Request(Kind kind, String path, String host, StatusRange healthy) {
        /** A TCP connection: nothing is asked. */
        public static final Request TCP = new Request(Kind.TCP, "", "", StatusRange.SUCCESS);

        /** A GET of {@code /}, with any 2xx as its right answer. */
        public static Request get(Kind kind) {
            return new Request(kind, "/", "", StatusRange.SUCCESS);
        }

        /** The same for another path. */
        public Request withPath(String other) {
            return new Request(kind, other, host, healthy);
        }

        /** The same for another host. */
        public Request withHost(String other) {
            return new Request(kind, path, other, healthy);
        }

        /** The same with other right answers. */
        public Request withHealthy(StatusRange others) {
            return new Request(kind, path, host, others);
        }
    }

    /**
     * The pace of a check.
     *
     * @param interval between two checks
     * @param timeout of one check
     * @param retryDelay between two checks while the result differs from the state
     * @param fall so many failures in a row make a healthy server unhealthy
     * @param rise so many passes in a row make an unhealthy server healthy
     */
    public record Pace(Duration interval, Duration timeout, Duration retryDelay, int fall, int rise) {
        /** The pace of a Service that chooses none. */
        public static final Pace DEFAULT =
                new Pace(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(1), 3, 2);

        /** The same with another interval. */
        public Pace withInterval(Duration other) {
            return new Pace(other, timeout, retryDelay, fall, rise);
        }

        /** The same with another timeout. */
        public Pace withTimeout(Duration other) {
            return new Pace(interval, other, retryDelay, fall, rise);
        }

        /** The same with another delay. */
        public Pace withRetryDelay(Duration other) {
            return new Pace(interval, timeout, other, fall, rise);
        }

        /** The same with another number of failures. */
        public Pace withFall(int other) {
            return new Pace(interval, timeout, retryDelay, other, rise);
        }

        /** The same with another number of passes. */
        public Pace withRise(int other) {
            return new Pace(interval, timeout, retryDelay, fall, other);
        }
    }

    /** For instance {@code http://10.36.0.1:8080/healthz}. */
    @Override
    public String toString() {
        String host = address.family() == Family.IPV6 ? "[" + address + "]" : address.toString();
        return request.kind().name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port
                + (request.kind().isHttp() ? request.path() : "");
    }
}
