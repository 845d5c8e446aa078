package io.kubeipvs.daemon.k8s.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Json;
import io.kubeipvs.daemon.k8s.NodeReader;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.ServiceCidrReader;
import io.kubeipvs.daemon.k8s.ServiceReader;
import io.kubeipvs.daemon.k8s.SliceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** An object in protobuf is read as the same object in JSON. */
class ProtobufReaderTest {
    private static final String METADATA = """
            "metadata":{"name":"shop","generateName":"sh","namespace":"team-1","uid":"7f-0001","resourceVersion":"4711",
            "generation":3,"creationTimestamp":"2026-01-05T10:11:12Z","labels":{"app":"shop","kubernetes.io/service-name":"shop",
            "topology.kubernetes.io/zone":"b"},"annotations":{"kubeipvs.io/scheduler":"sh","größe":"日本",
            "endpoints.kubernetes.io/last-change-trigger-time":"2026-01-05T10:11:12.5Z"},
            "ownerReferences":[{"apiVersion":"v1","kind":"Service","name":"shop","uid":"u","controller":true}],
            "finalizers":["service.kubernetes.io/load-balancer-cleanup"],"managedFields":[{"manager":"helm",
            "operation":"Update","apiVersion":"v1","time":"2026-01-05T10:11:12Z","fieldsType":"FieldsV1",
            "fieldsV1":{"f:spec":{"f:type":{}}}}]}""";

    private static final String SERVICE = """
            {"kind":"Service","apiVersion":"v1",%s,"spec":{"ports":[{"name":"web","protocol":"UDP","port":80,
            "targetPort":"http","nodePort":30080,"appProtocol":"h2c"},{"name":"more","port":81,"targetPort":8081}],
            "selector":{"app":"shop"},"clusterIP":"10.96.0.7","clusterIPs":["10.96.0.7","fd00:96::7"],
            "type":"LoadBalancer","externalIPs":["203.0.113.7"],"sessionAffinity":"ClientIP",
            "sessionAffinityConfig":{"clientIP":{"timeoutSeconds":600}},"loadBalancerIP":"198.51.100.1",
            "loadBalancerSourceRanges":["192.0.2.0/24"],"externalTrafficPolicy":"Local","healthCheckNodePort":30999,
            "ipFamilies":["IPv4","IPv6"],"ipFamilyPolicy":"PreferDualStack","internalTrafficPolicy":"Local",
            "allocateLoadBalancerNodePorts":true,"loadBalancerClass":"x/y","trafficDistribution":"PreferSameZone"},
            "status":{"loadBalancer":{"ingress":[{"ip":"198.51.100.1","ipMode":"VIP","ports":[{"port":80,
            "protocol":"TCP"}]},{"ip":"198.51.100.2","ipMode":"Proxy"},{"hostname":"lb.example.com"}]}}}""".formatted(METADATA);

    private static final String SLICE = """
            {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1",%s,"addressType":"IPv4","endpoints":[
            {"addresses":["10.36.0.1","10.36.0.2"],"conditions":{"ready":true,"serving":true,"terminating":false},
            "hostname":"h","targetRef":{"kind":"Pod","namespace":"team-1","name":"shop-1","uid":"p"},"nodeName":"n1",
            "zone":"b","hints":{"forZones":[{"name":"b"},{"name":"c"}],"forNodes":[{"name":"n1"}]}},
            {"addresses":["10.36.0.3"],"conditions":{"ready":false,"serving":true,"terminating":true}},
            {"addresses":["10.36.0.4"],"conditions":{}}],
            "ports":[{"name":"web","protocol":"UDP","port":8080,"appProtocol":"h2c"},{"name":"","port":8081},{}]}""".formatted(METADATA);

    private static final String NODE = """
            {"kind":"Node","apiVersion":"v1",%s,"spec":{"podCIDR":"10.244.1.0/24","podCIDRs":["10.244.1.0/24"],
            "providerID":"x://1","taints":[{"key":"node.kubernetes.io/unreachable","effect":"NoExecute",
            "timeAdded":"2026-01-05T10:11:12Z"},{"key":"ToBeDeletedByClusterAutoscaler","value":"1","effect":"NoSchedule"}]},
            "status":{"capacity":{"cpu":"4"},"allocatable":{"cpu":"3900m"},"conditions":[{"type":"Ready","status":"Unknown",
            "lastHeartbeatTime":"2026-01-05T10:11:12Z","lastTransitionTime":"2026-01-05T10:11:12Z","reason":"r",
            "message":"m"}],"addresses":[{"type":"InternalIP","address":"192.168.1.2"},{"type":"ExternalIP",
            "address":"203.0.113.9"},{"type":"Hostname","address":"n1"}]}}""".formatted(METADATA);

    private static final String CIDR = """
            {"kind":"ServiceCIDR","apiVersion":"networking.k8s.io/v1",%s,"spec":{"cidrs":["10.96.0.0/12","fd00:96::/108"]},
            "status":{"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-05T10:11:12Z"}]}}""".formatted(METADATA);

    private static final List<String> OBJECTS = List.of(SERVICE, SLICE, NODE, CIDR);
    private static final long SEED = new Random().nextLong();

    private static Map<String, Object> read(byte[] envelope) throws IOException {
        return new ObjectReader(CodedInputStream.newInstance(envelope)).object();
    }

    private static String records(FieldMap object) throws Exception {
        Refusals refused = new Refusals();
        Object record =
                switch (object.map("spec").has("cidrs") ? "cidr" : object.has("addressType") ? "slice" : "other") {
                    case "cidr" -> ServiceCidrReader.read(object, refused);
                    case "slice" -> SliceReader.read(object, refused);
                    default ->
                        object.map("spec").has("clusterIP")
                                ? ServiceReader.read(object, refused)
                                : NodeReader.read(object, refused);
                };
        return record + " " + refused.problems();
    }

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void itsRecordIsThatOfTheJson(String json) throws Exception {
        FieldMap fromJson = Json.object(json);
        FieldMap fromProtobuf = FieldMap.of(read(ProtobufWriter.object(json)));
        assertThat(records(fromProtobuf)).isEqualTo(records(fromJson)).contains("shop");
        for (String key : List.of("name", "namespace", "uid", "resourceVersion")) {
            assertThat(fromProtobuf.map("metadata").text(key))
                    .isEqualTo(fromJson.map("metadata").text(key))
                    .isNotEmpty();
        }
    }

    @Test
    void aServerSendsEmptyTextsAndZerosForFieldsThatAnObjectDoesNotHave() throws Exception {
        String json = """
                {"kind":"Service","apiVersion":"v1","metadata":{"name":"s"},"spec":{"clusterIP":"10.96.0.1"}}""";
        Map<String, Object> read = read(ProtobufWriter.object(json));
        assertThat(read)
                .containsEntry("metadata", Map.of("name", "s"))
                .containsEntry("spec", Map.of("clusterIP", "10.96.0.1"));
    }

    @Test
    void aPointerToNothingIsNotAnEmptyValue() throws Exception {
        String json = """
                {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","ports":[{"name":"","port":0},{}]}""";
        assertThat(read(ProtobufWriter.object(json)))
                .containsEntry("ports", List.of(Map.of("name", "", "port", 0), Map.of()));
    }

    @Test
    void aListIsReadObjectByObject() throws Exception {
        String list = """
                {"kind":"ServiceList","apiVersion":"v1","metadata":{"resourceVersion":"9","continue":"c","remainingItemCount":5},
                "items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}""";
        List<Map<String, Object>> items = new ArrayList<>();
        ListReader.Head head = ListReader.read(stream(ProtobufWriter.object(list)), items::add);
        assertThat(head).isEqualTo(new ListReader.Head("9", "c"));
        assertThat(items)
                .extracting(item -> item.get("metadata"))
                .containsExactly(Map.of("name", "a"), Map.of("name", "b"));
    }

    @Test
    void eventsFollowOneAnother() throws Exception {
        InputStream watch = stream(ProtobufWriter.events("""
                {"type":"ADDED","object":{"kind":"Service","metadata":{"name":"a"}}}
                {"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old","details":{"retryAfterSeconds":7}}}
                """));
        EventReader.Event added = EventReader.next(watch);
        assertThat(added.type()).isEqualTo("ADDED");
        assertThat(added.object()).containsEntry("metadata", Map.of("name", "a"));
        assertThat(EventReader.next(watch).object())
                .isEqualTo(Map.of("code", 410, "message", "too old", "details", Map.of("retryAfterSeconds", 7)));
        assertThat(EventReader.next(watch)).isNull();
    }

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void whereverItIsCutOffNothingIsReadOfIt(String json) {
        byte[] whole = ProtobufWriter.object(json);
        int end = whole.length - 4; // two empty fields, which are not read
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(InvalidProtocolBufferException.class);
        }
    }

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void aDamagedOneIsReadOrRefused(String json) throws Exception {
        byte[] whole = ProtobufWriter.object(json);
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                read(damaged);
            } catch (InvalidProtocolBufferException e) {
                assertThat(e).as("seed %d", SEED).hasMessageMatching(".+");
            }
        }
    }

    @Test
    void aLengthThatNoEventHasIsRefused() {
        byte[] longest = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array();
        assertThatThrownBy(() -> EventReader.next(stream(longest)))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("an event has 2147483647 bytes");
        byte[] html = "<html>".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> EventReader.next(stream(html)))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("an event has 1013478509 bytes");
    }

    @Test
    void anObjectOfAnUnknownKindIsRefused() {
        String json = """
                {"kind":"Status","apiVersion":"v1","status":"Failure"}""";
        byte[] pod = new String(ProtobufWriter.object(json), StandardCharsets.ISO_8859_1)
                .replace("Status", "Statue")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(pod)).hasMessage("objects of the kind 'Statue' are not read here");
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
