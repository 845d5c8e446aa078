package io.kubeipvs.daemon.commands.probe;

import java.util.List;

/**
 * The answer of {@code probe}.
 *
 * @param addresses each address and TCP port of the Services
 * @param notes what was not tried
 */
public record ProbeDocument(List<Probed> addresses, List<String> notes) {
    /**
     * An address and port of a Service.
     *
     * @param target the address, and its Service
     * @param result of connecting to it, in words
     * @param endpoints the endpoints that it may lead to from this node
     * @param verdict which side fails, in a sentence
     * @param works whether the address and all endpoints can be connected to
     */
    public record Probed(Target target, String result, List<Endpoint> endpoints, String verdict, boolean works) {}

    /** The address and port of a Service. */
    public record Target(String service, String address) {}

    /** An endpoint, and the result of connecting to it. */
    public record Endpoint(String address, String result) {}
}
