package io.kubeipvs.core.model;

import static io.kubeipvs.core.options.ServiceOption.Holder.SERVICE;

import io.kubeipvs.core.options.OptionType;
import io.kubeipvs.core.options.ServiceOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of a Service for the health checks of its real servers. The words are those of keepalived. */
public final class HealthOptions {
    private static final String NAME = "health-check";
    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?";
    private static final int LONGEST_HOST = 259;
    /** Visible ASCII: nothing in it ends the line of a request. */
    private static final String PATH = "/[!-~]{0,511}";

    private static final int LONGEST_PATH = 512;
    /** From 1s to 1h. */
    private static final String SECONDS =
            "([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)s|([1-9]|[1-5][0-9]|60)m|1h";
    /** From 100ms to 1m. */
    private static final String SHORT = "([1-9][0-9]{2,3}|[1-5][0-9]{4}|60000)ms|([1-9]|[1-5][0-9]|60)s|1m";

    private static final int LONGEST_DURATION = 7;

    /** How a server is asked for its health. */
    public enum Kind {
        NONE,
        TCP,
        HTTP,
        HTTPS;

        /** Whether a request is sent, and its answer is judged. */
        public boolean isHttp() {
            return this == HTTP || this == HTTPS;
        }
    }

    /** The effect of a failed check on a server. */
    public enum OnFailure {
        WEIGHT_ZERO,
        REMOVE
    }

    /** {@code health-check}. */
    public static final ServiceOption<Kind> KIND = ServiceOption.named(NAME, OptionType.oneOf(Kind.class))
            .meaning(
                    "this node checks each ready endpoint of the Service, which counts as healthy until its check has failed"
                            + " `health-check-fall` times. `tcp`: a connection succeeds; `http`, `https`: the answer to a GET has"
                            + " the right status. The certificate is not verified, redirects are not followed, and the body is not"
                            + " read. Only pods are [checked](#health-checks-of-endpoints)")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-port}. */
    public static final ServiceOption<Integer> PORT = part("port", OptionType.number(1, 65_535))
            .meaning("the port that is checked; default: the endpoint's port")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-path}. */
    public static final ServiceOption<String> PATH_OF_REQUEST = part(
                    "path",
                    text("a path that begins with /, without spaces, for instance /healthz", PATH, LONGEST_PATH))
            .meaning("the path of the request, with a query if one is needed; default `/`")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-host}. */
    public static final ServiceOption<String> HOST_OF_REQUEST = part(
                    "host", text("a host name, for instance web.example.com", HOST, LONGEST_HOST))
            .meaning(
                    "the `Host` of the request, and with `https` the name in the TLS handshake; default: the endpoint's"
                            + " address. It is never looked up")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-status}. */
    public static final ServiceOption<StatusRange> STATUS = part("status", statuses())
            .meaning("the status of a healthy endpoint; default: any 2xx")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-interval}. */
    public static final ServiceOption<Duration> INTERVAL = part(
                    "interval", duration("a duration from 1s to 1h with one unit, for instance 10s or 2m", SECONDS))
            .meaning(
                    "the time between two checks of an endpoint; default 10s. It is longer if the node would make more checks"
                            + " than `healthChecks.maxPerSecond`")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-timeout}. */
    public static final ServiceOption<Duration> TIMEOUT = part(
                    "timeout", duration("a duration from 100ms to 1m with one unit, for instance 500ms or 3s", SHORT))
            .meaning("how long a check may take in all; default 3s")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-fall}. */
    public static final ServiceOption<Integer> FALL = part("fall", OptionType.number(1, 100))
            .meaning("after so many failed checks in a row an endpoint is unhealthy; default 3")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-rise}. */
    public static final ServiceOption<Integer> RISE = part("rise", OptionType.number(1, 100))
            .meaning("after so many passed checks in a row an unhealthy endpoint is healthy again; default 2")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-retry-delay}. */
    public static final ServiceOption<Duration> RETRY_DELAY = part(
                    "retry-delay",
                    duration("a duration from 100ms to 1m with one unit, for instance 500ms or 3s", SHORT))
            .meaning(
                    "the time between two checks while the result differs from the state of the endpoint, that is, before"
                            + " `health-check-fall` or `health-check-rise` is reached; default 1s")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-on-failure}. */
    public static final ServiceOption<OnFailure> ON_FAILURE = part("on-failure", OptionType.oneOf(OnFailure.class))
            .meaning(
                    "`weight-zero` (default): an unhealthy endpoint gets no new connections, and established ones continue;"
                            + " `remove`: its established connections end too, so that clients connect again")
            .notAllowedByDefault()
            .on(SERVICE);

    /** {@code health-check-quorum}. */
    public static final ServiceOption<Integer> QUORUM = part("quorum", OptionType.number(1, 65_535))
            .meaning("while fewer endpoints than this are healthy, the checks are ignored and all endpoints are served;"
                    + " default 1. It counts for each port and family")
            .notAllowedByDefault()
            .on(SERVICE);

    /** The options for the details of a check. */
    public static final List<ServiceOption<?>> PARTS = List.of(
            PORT,
            PATH_OF_REQUEST,
            HOST_OF_REQUEST,
            STATUS,
            INTERVAL,
            TIMEOUT,
            FALL,
            RISE,
            RETRY_DELAY,
            ON_FAILURE,
            QUORUM);

    private HealthOptions() {}

    private static <T> ServiceOption.Declaration<T> part(String name, OptionType<T> type) {
        return ServiceOption.named(NAME + "-" + name, type);
    }

    private static OptionType<String> text(String allowed, String pattern, int longest) {
        return new OptionType<String>(
                        allowed, text -> Optional.of(text).filter(one -> one.matches(pattern)), text -> text)
                .withPattern(pattern, longest);
    }

    /** A duration with one unit: so a pattern can contain its limits. */
    private static OptionType<Duration> duration(String allowed, String pattern) {
        return new OptionType<>(
                        allowed,
                        text -> Optional.of(text)
                                .filter(one -> one.matches(pattern))
                                .map(GoDuration::parse),
                        HealthOptions::withOneUnit)
                .withPattern(pattern, LONGEST_DURATION);
    }

    private static String withOneUnit(Duration duration) {
        return duration.getNano() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static OptionType<StatusRange> statuses() {
        OptionType<StatusRange> type = OptionType.of(
                        "an HTTP status such as 204, or a range such as 200-399",
                        StatusRange::parse,
                        StatusRange::toString)
                .withPattern(StatusRange.PATTERN, StatusRange.LONGEST);
        return new OptionType<>(
                type.allowed(),
                type.parser(),
                type.writer(),
                type.rule() + " && (size(value) == 3 || value.substring(0, 3) <= value.substring(4))");
    }
}
