package io.kubeipvs.daemon.state;

import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.options.ServiceOptions;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a state as JSON, object by object, so that it is never in memory as a whole. {@link LastStateReader} reads it. What
 * has its default value is omitted.
 */
final class LastStateWriter {
    /** Rises with each change of the form that an older reader would misunderstand, and with each that this one would. */
    static final int FORMAT = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private LastStateWriter(JsonGenerator json) {
        this.json = json;
    }

    /** @param written the time of day */
    static void write(LastState state, Origin origin, Instant written, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            new LastStateWriter(json).write(state, origin, written);
        }
    }

    private void write(LastState state, Origin origin, Instant written) {
        json.writeStartObject();
        json.writeNumberProperty("format", FORMAT);
        json.writeStringProperty("node", origin.node());
        json.writeStringProperty("server", origin.server());
        json.writeNumberProperty("written", written.getEpochSecond());
        state.node().ifPresent(this::node);
        json.writeArrayPropertyStart("otherNodes");
        state.otherNodes().forEach(node -> {
            json.writeStartObject();
            json.writeStringProperty("name", node.name());
            texts("addresses", node.addresses());
            options(node.options());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("ranges");
        state.ranges().forEach(spec -> {
            json.writeStartObject();
            json.writeStringProperty("name", spec.name());
            texts("ranges", spec.ranges());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("services");
        state.services().forEach(this::service);
        json.writeEndArray();
        json.writeArrayPropertyStart("slices");
        state.slices().forEach(this::slice);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void node(NodeSpec node) {
        json.writeObjectPropertyStart("object");
        json.writeStringProperty("name", node.name());
        text("zone", node.zone());
        texts("addresses", node.addresses());
        texts("podCIDRs", node.podCidrs());
        texts("labels", node.labels());
        options(node.options());
        truth("toBeDeleted", node.toBeDeleted());
        truth("unreachable", node.unreachable());
        json.writeEndObject();
    }

    private void service(ServiceSpec service) {
        json.writeStartObject();
        json.writeStringProperty("namespace", service.name().namespace());
        json.writeStringProperty("name", service.name().name());
        texts("clusterIPs", service.clusterIps());
        json.writeArrayPropertyStart("ports");
        service.ports().forEach(this::port);
        json.writeEndArray();
        external(service.external());
        TrafficPolicy policy = service.policy();
        truth("internalLocal", policy.internalLocal());
        truth("externalLocal", policy.externalLocal());
        number("affinitySeconds", policy.affinitySeconds());
        options(service.options());
        if (service.created() != 0) {
            json.writeStringProperty("created", Long.toString(service.created()));
        }
        json.writeEndObject();
    }

    private void options(ServiceOptions options) {
        texts("options", options.texts());
    }

    private void texts(String key, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            json.writeObjectPropertyStart(key);
            texts.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    private void port(ServicePort port) {
        json.writeStartObject();
        text("name", port.name());
        json.writeStringProperty("protocol", port.protocol().name());
        json.writeNumberProperty("port", port.port());
        number("nodePort", port.nodePort());
        json.writeEndObject();
    }

    private void external(ExternalAccess external) {
        texts("externalIPs", external.externalIps());
        texts("loadBalancerIPs", external.loadBalancerIps());
        texts("sourceRanges", external.sourceRanges().ranges());
        number("healthCheckNodePort", external.healthCheckNodePort());
    }

    private void slice(SliceSpec slice) {
        json.writeStartObject();
        json.writeStringProperty("namespace", slice.name().namespace());
        json.writeStringProperty("name", slice.name().name());
        json.writeStringProperty("service", slice.service().name());
        json.writeArrayPropertyStart("ports");
        slice.ports().forEach(this::port);
        json.writeEndArray();
        json.writeArrayPropertyStart("endpoints");
        slice.endpoints().forEach(this::endpoint);
        json.writeEndArray();
        options(slice.options());
        json.writeEndObject();
    }

    private void port(SlicePort port) {
        json.writeStartObject();
        text("name", port.name());
        json.writeStringProperty("protocol", port.protocol().name());
        json.writeNumberProperty("port", port.port());
        json.writeEndObject();
    }

    private void endpoint(Endpoint endpoint) {
        json.writeStartObject();
        json.writeStringProperty("address", endpoint.address().toString());
        Conditions conditions = endpoint.conditions();
        truth("notReady", !conditions.ready());
        truth("notServing", !conditions.serving());
        truth("terminating", conditions.terminating());
        truth("pod", endpoint.pod());
        text("node", endpoint.nodeName());
        texts("forNodes", endpoint.hints().nodes());
        texts("forZones", endpoint.hints().zones());
        json.writeEndObject();
    }

    private void text(String key, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(key, value);
        }
    }

    private void truth(String key, boolean value) {
        if (value) {
            json.writeBooleanProperty(key, true);
        }
    }

    private void number(String key, int value) {
        if (value != 0) {
            json.writeNumberProperty(key, value);
        }
    }

    private void texts(String key, Collection<?> values) {
        if (!values.isEmpty()) {
            json.writeArrayPropertyStart(key);
            values.forEach(value -> json.writeString(value.toString()));
            json.writeEndArray();
        }
    }
}
