package io.kubeipvs.daemon.state;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Hints;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.model.SourceRanges;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.options.ServiceOptions;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.JsonValues;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what {@link LastStateWriter} wrote, object by object. For one reading. */
final class LastStateReader {
    private static final JsonFactory JSON = new JsonFactory();

    private Optional<NodeSpec> node = Optional.empty();
    private final List<NodeSpec> otherNodes = new ArrayList<>();
    private final List<ServiceRanges.Spec> ranges = new ArrayList<>();
    private final List<ServiceSpec> services = new ArrayList<>();
    private final List<SliceSpec> slices = new ArrayList<>();
    private boolean hasSlices;

    private LastStateReader() {}

    /** Decides from the head of a file whether the rest is read. */
    interface Gate {
        /** Throws when it is not. */
        void check(Origin origin, Instant written) throws UnusableStateException;
    }

    /**
     * Reads a state to the end of the stream. Fails with a {@code RuntimeException} if it is not one.
     *
     * @throws UnusableStateException when it is another format, or by the gate
     */
    static LastState read(InputStream in, Gate gate) throws UnusableStateException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
            LastStateReader reader = new LastStateReader();
            require(json.nextToken() == JsonToken.START_OBJECT);
            reader.head(json, gate);
            reader.body(json);
            require(reader.hasSlices); // they are last
            require(json.nextToken() == null); // which also compares the checksum at the end of the stream
            return new LastState(reader.node, reader.otherNodes, reader.ranges, reader.services, reader.slices);
        } catch (UnusableObjectException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void head(JsonParser json, Gate gate) throws UnusableStateException {
        int format = number(json, "format");
        if (format != LastStateWriter.FORMAT) {
            throw new UnusableStateException(
                    "it has format " + format + ", and this version reads format " + LastStateWriter.FORMAT);
        }
        Origin origin = new Origin(text(json, "node"), text(json, "server"));
        require("written".equals(json.nextName()) && json.nextToken() == JsonToken.VALUE_NUMBER_INT);
        gate.check(origin, Instant.ofEpochSecond(json.getLongValue()));
    }

    private static int number(JsonParser json, String key) {
        require(key.equals(json.nextName()) && json.nextToken() == JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    private static String text(JsonParser json, String key) {
        require(key.equals(json.nextName()) && json.nextToken() == JsonToken.VALUE_STRING);
        return json.getString();
    }

    private void body(JsonParser json) throws UnusableObjectException {
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            switch (key) {
                case "object" -> node = Optional.of(node(object(json)));
                case "otherNodes" -> each(json, from -> otherNodes.add(node(from)));
                case "ranges" ->
                    each(json, from -> ranges.add(new ServiceRanges.Spec(from.text("name"), cidrs(from, "ranges"))));
                case "services" -> each(json, from -> services.add(service(from)));
                case "slices" -> {
                    each(json, from -> slices.add(slice(from)));
                    hasSlices = true;
                }
                default -> throw new IllegalArgumentException("unknown key " + key);
            }
        }
    }

    private interface Element {
        void read(FieldMap from) throws UnusableObjectException;
    }

    private static void each(JsonParser json, Element element) throws UnusableObjectException {
        require(json.currentToken() == JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.read(object(json));
        }
    }

    private static FieldMap object(JsonParser json) {
        require(json.currentToken() == JsonToken.START_OBJECT);
        return FieldMap.of((Map<?, ?>) JsonValues.ofFile(json).read());
    }

    private static void require(boolean isSuch) {
        if (!isSuch) {
            throw new IllegalArgumentException("it is not a state");
        }
    }

    private static NodeSpec node(FieldMap from) throws UnusableObjectException {
        return NodeSpec.named(from.text("name"))
                .withZone(Fields.name(from, "zone"))
                .withAddresses(ips(from, "addresses"))
                .withPodCidrs(cidrs(from, "podCIDRs"))
                .withLabels(texts(from.map("labels")))
                .withOptions(options(from))
                .withToBeDeleted(truth(from, "toBeDeleted"))
                .withUnreachable(truth(from, "unreachable"));
    }

    private static ServiceSpec service(FieldMap from) throws UnusableObjectException {
        String created = from.text("created");
        return ServiceSpec.named(new ServiceName(Fields.name(from, "namespace"), from.text("name")))
                .withClusterIps(ips(from, "clusterIPs"))
                .withPorts(ports(from, LastStateReader::servicePort))
                .withExternal(ExternalAccess.NONE
                        .withExternalIps(ips(from, "externalIPs"))
                        .withLoadBalancerIps(ips(from, "loadBalancerIPs"))
                        .withSourceRanges(new SourceRanges(cidrs(from, "sourceRanges")))
                        .withHealthCheckNodePort(number(from, "healthCheckNodePort")))
                .withPolicy(TrafficPolicy.CLUSTER
                        .withInternalLocal(truth(from, "internalLocal"))
                        .withExternalLocal(truth(from, "externalLocal"))
                        .withAffinity(number(from, "affinitySeconds")))
                .withOptions(options(from))
                .withCreated(created == null ? 0 : Long.parseLong(created));
    }

    private static Map<String, String> texts(FieldMap from) throws UnusableObjectException {
        Map<String, String> texts = new HashMap<>();
        for (String key : from.keys()) {
            texts.put(key, from.text(key));
        }
        return texts;
    }

    /** An option of another version of the program is skipped. */
    private static ServiceOptions options(FieldMap from) throws UnusableObjectException {
        ServiceOptions options = ServiceOptions.NONE;
        for (Map.Entry<String, String> text : texts(from.map("options")).entrySet()) {
            ServiceOptions before = options;
            options = Options.find(text.getKey())
                    .map(option -> Options.read(before, option, text.getValue()))
                    .orElse(before);
        }
        return options;
    }

    private static SliceSpec slice(FieldMap from) throws UnusableObjectException {
        String namespace = Fields.name(from, "namespace");
        return SliceSpec.named(
                        new SliceName(namespace, from.text("name")), new ServiceName(namespace, from.text("service")))
                .withPorts(ports(from, LastStateReader::slicePort))
                .withOptions(options(from))
                .withEndpoints(endpoints(from));
    }

    private interface PortReader<T> {
        T read(FieldMap port) throws UnusableObjectException;
    }

    private static <T> List<T> ports(FieldMap from, PortReader<T> reader) throws UnusableObjectException {
        List<T> ports = new ArrayList<>();
        for (FieldMap port : from.maps("ports")) {
            ports.add(reader.read(port));
        }
        return ports;
    }

    private static ServicePort servicePort(FieldMap from) throws UnusableObjectException {
        return new ServicePort(Fields.name(from, "name"), protocol(from), number(from, "port"))
                .withNodePort(number(from, "nodePort"));
    }

    private static SlicePort slicePort(FieldMap from) throws UnusableObjectException {
        return new SlicePort(Fields.name(from, "name"), protocol(from), number(from, "port"));
    }

    private static Protocol protocol(FieldMap from) throws UnusableObjectException {
        return Protocol.valueOf(from.text("protocol"));
    }

    private static List<Endpoint> endpoints(FieldMap from) throws UnusableObjectException {
        List<Endpoint> endpoints = new ArrayList<>();
        for (FieldMap endpoint : from.maps("endpoints")) {
            Hints hints = new Hints(Set.copyOf(endpoint.texts("forNodes")), Set.copyOf(endpoint.texts("forZones")));
            endpoints.add(Endpoint.at(Ip.parse(endpoint.text("address")))
                    .withConditions(conditions(endpoint))
                    .withPod(truth(endpoint, "pod"))
                    .withNodeName(Fields.name(endpoint, "node"))
                    .withHints(hints.equals(Hints.NONE) ? Hints.NONE : hints));
        }
        return endpoints;
    }

    private static Conditions conditions(FieldMap from) throws UnusableObjectException {
        Conditions conditions =
                new Conditions(!truth(from, "notReady"), !truth(from, "notServing"), truth(from, "terminating"));
        return conditions.equals(Conditions.READY) ? Conditions.READY : conditions;
    }

    private static boolean truth(FieldMap from, String key) throws UnusableObjectException {
        return Boolean.TRUE.equals(from.flag(key));
    }

    private static int number(FieldMap from, String key) throws UnusableObjectException {
        Integer number = from.integer(key);
        return number == null ? 0 : number;
    }

    private static List<Ip> ips(FieldMap from, String key) throws UnusableObjectException {
        return all(from, key, Ip::parse);
    }

    private static List<Cidr> cidrs(FieldMap from, String key) throws UnusableObjectException {
        return all(from, key, Cidr::parse);
    }

    private static <T> List<T> all(FieldMap from, String key, Function<String, T> reader)
            throws UnusableObjectException {
        return from.texts(key).stream().map(reader).toList();
    }
}
