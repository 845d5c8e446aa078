package io.kubeipvs.daemon.state;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.JsonValues;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The content of the file of drains, as JSON.
 *
 * @param boot the identity of the machine's boot: no connection outlives it
 * @param drains in no order
 */
record DrainTimesFile(String boot, List<Entry> drains) {
    private static final JsonFactory JSON = new JsonFactory();

    DrainTimesFile {
        drains = List.copyOf(drains);
    }

    /**
     * A drain.
     *
     * @param since when it began, as the time since the boot
     * @param node the node of the server, "" = unknown
     */
    record Entry(VirtualServer.Key virtualServer, RealServer.Key server, Duration since, String node) {}

    void write(OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("boot", boot);
            json.writeArrayPropertyStart("drains");
            for (Entry drain : drains) {
                json.writeStartObject();
                json.writeStringProperty("vip", drain.virtualServer().vip().toString());
                json.writeNumberProperty("port", drain.virtualServer().port());
                json.writeStringProperty(
                        "protocol", drain.virtualServer().protocol().name());
                json.writeNumberProperty("mark", drain.virtualServer().mark());
                json.writeStringProperty("server", drain.server().address().toString());
                json.writeNumberProperty("serverPort", drain.server().port());
                json.writeStringProperty(
                        "sinceMillis", Long.toString(drain.since().toMillis()));
                json.writeStringProperty("node", drain.node());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** Reads a file's content. Fails with a {@code RuntimeException} if it is not such a file. */
    static DrainTimesFile read(InputStream in) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
            json.nextToken();
            FieldMap content = FieldMap.of((Map<?, ?>) JsonValues.ofFile(json).read());
            List<Entry> drains = new ArrayList<>();
            for (FieldMap drain : content.maps("drains")) {
                drains.add(entry(drain));
            }
            return new DrainTimesFile(Objects.requireNonNull(content.text("boot"), "no boot"), drains);
        } catch (UnusableObjectException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Entry entry(FieldMap drain) throws UnusableObjectException {
        return new Entry(
                new VirtualServer.Key(
                        Ip.parse(drain.text("vip")),
                        drain.integer("port"),
                        Protocol.valueOf(drain.text("protocol")),
                        drain.integer("mark")),
                new RealServer.Key(Ip.parse(drain.text("server")), drain.integer("serverPort")),
                Duration.ofMillis(Long.parseLong(drain.text("sinceMillis"))),
                drain.text("node"));
    }
}
