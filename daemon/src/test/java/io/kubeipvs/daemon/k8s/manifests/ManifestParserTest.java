package io.kubeipvs.daemon.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kubeipvs.daemon.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestParserTest {
    private static final String WEB =
            "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: 10.96.0.1, ports: [{port: 80}]}}";

    private static ManifestFile parse(String text) throws ManifestException {
        return parse("web.yaml", text);
    }

    private static ManifestFile parse(String name, String text) throws ManifestException {
        return new ManifestParser().parse(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(ManifestFile file) {
        return file.objects().stream()
                .map(o -> o.id().kind() + " " + o.id().where())
                .toList();
    }

    private static List<String> problems(ManifestFile file) {
        return file.objects().stream()
                .flatMap(o -> Stream.concat(o.problem().stream(), o.refused().stream()))
                .toList();
    }

    @Test
    void readsEveryDocument() throws Exception {
        String text = "# first\n---\n" + WEB + "\n---\n---\n"
                + "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: web-1\n  namespace: shop\n"
                + "addressType: IPv4\n---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: db}\n";
        ManifestFile file = parse(text);
        assertThat(ids(file))
                .containsExactly("Service default/web", "EndpointSlice shop/web-1", "Endpoints default/db");
        assertThat(problems(file)).isEmpty();
        assertThat(file.problem()).isEmpty();
    }

    @Test
    void readsListsInsideDocuments() throws Exception {
        String text = "apiVersion: v1\nkind: List\nitems:\n- " + WEB + "\n- {apiVersion: v1, kind: List, items: ["
                + WEB.replace("web", "inner") + "]}\n---\n" + WEB.replace("web", "last") + "\n";
        assertThat(ids(parse(text)))
                .containsExactly("Service default/web", "Service default/inner", "Service default/last");
    }

    @Test
    void readsTypedListsWhoseItemsDoNotRepeatTheKind() throws Exception {
        String text = "kind: ServiceList\napiVersion: v1\nmetadata: {resourceVersion: '7'}\nitems:\n"
                + "- {metadata: {name: web}, spec: {clusterIP: 10.96.0.1, ports: [{port: 80}]}}\n"
                + "---\nkind: EndpointsList\napiVersion: v1\nitems:\n- {metadata: {name: db}}\n"
                + "---\nkind: EndpointSliceList\napiVersion: discovery.k8s.io/v1\nitems:\n"
                + "- {metadata: {name: web-1}, addressType: IPv4, endpoints: null, ports: null}\n"
                + "---\nkind: EndpointSliceList\napiVersion: discovery.k8s.io/v1\nitems: null\n";
        ManifestFile file = parse(text);
        assertThat(ids(file))
                .containsExactly("Service default/web", "Endpoints default/db", "EndpointSlice default/web-1");
        assertThat(problems(file)).isEmpty();
    }

    @Test
    void readsJsonIndentedWithTabs() throws Exception {
        String text = "{\n\t\"kind\":\t\"Service\",\n\t\"apiVersion\": \"v1\",\n\t\"metadata\": {\"name\": \"web\"},\n"
                + "\t\"spec\": {\"clusterIP\": \"10.96.0.1\", \"ports\": [\n\t\t{\"port\": 80}\n\t]}\n}\n";
        assertThat(problems(parse("web.json", text))).isEmpty();
        assertThat(ids(parse("web.json", text))).containsExactly("Service default/web");
    }

    @Test
    void followsAliasesAndUnderstandsATilde() throws Exception {
        String text = "kind: Service\napiVersion: v1\nmetadata: {name: web, labels: ~}\nspec:\n  clusterIPs: ~\n"
                + "  clusterIP: &ip 10.96.0.1\n  externalIPs: [*ip]\n  ports: [{port: 80, name: ~}]\n";
        assertThat(problems(parse(text))).isEmpty();
    }

    @Test
    void skipsOtherKindsWithOneLogLineAFile() throws Exception {
        String text = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}\n---\n" + WEB
                + "\n---\n{apiVersion: v1, kind: ConfigMap}\n---\n{apiVersion: apps/v1, kind: Deployment}\n---\n"
                + "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: other}}\n";
        try (CapturedLog log = new CapturedLog()) {
            ManifestFile file = parse(text);
            assertThat(ids(file)).containsExactly("Service default/web");
            assertThat(file.problem()).isEmpty();
            assertThat(log.lines("manifest_objects_skipped"))
                    .singleElement()
                    .asString()
                    .endsWith("manifest_objects_skipped file=web.yaml"
                            + " kinds=\"apps/v1 Deployment, v1 ConfigMap, serving.knative.dev/v1 Service\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clusterIP: 10.96.0.1, ports: [{port: 70000}]         | spec.ports[0].port 70000: must be in 1-65535
            clusterIP: 10.96.0.1, ports: [{port: abc}]           | spec.ports[0].port 'abc': must be an integer
            clusterIP: 10.96.0.1, ports: [{port: "a\\nb"}]       | spec.ports[0].port 'a b': must be an integer
            clusterIP: 10.96.0.1, ports: [{port: 80.5}]          | spec.ports[0].port 80.5: must be an integer
            clusterIP: 10.96.0.1, ports: [{port: 99999999999}]   | spec.ports[0].port 99999999999: must be an integer
            clusterIP: 10.96.0.1, ports: [{name: a}]             | spec.ports[0].port null: must be in 1-65535
            clusterIP: 10.96.0.1, ports: [null]                  | spec.ports[0] null: must be a map
            clusterIP: 10.96.0.1, ports: {port: 80}              | spec.ports {"port":80}: must be a list
            clusterIP: 10.96.0.1, ports: [{port: 80, name: [a]}] | spec.ports[0].name ["a"]: must be text
            clusterIP: 10.96.0.1, ports: [{port: 80, protocol: tcp}]   | spec.ports[0].protocol 'tcp': must be one of [TCP, UDP, SCTP]
            clusterIP: 10.96.0.1, ports: []                      | spec.ports []: must hold at least one port
            clusterIP: 10.96.0.1, ports: [{port: 80}, {port: 81}] | spec.ports[0].name '': must be given when there are several ports
            clusterIP: 10.96.0.1, ports: [{port: 80, name: a}, {port: 81, name: a}] | spec.ports[1].name 'a': is already that of spec.ports[0]; must be unique
            clusterIP: 10.96.0.1, ports: [{port: 80, name: a}, {port: 80, name: b}] | spec.ports[1].port 80/TCP: must be unique, and an element before has it
            clusterIP: 10.96.0.300, ports: [{port: 80}]          | spec.clusterIP '10.96.0.300': must be an IPv4 or IPv6 address
            clusterIP: 127.0.0.1, ports: [{port: 80}]            | spec.clusterIP 127.0.0.1: is a loopback address; a unicast address is needed
            clusterIP: 10.96.0.1, ports: [{port: 80}], type: NodePort | spec.ports[0].nodePort null: must be in 1-65535 for type NodePort, in the manifest itself: no API server assigns one
            clusterIP: 10.96.0.1, ports: [{port: 80, name: a, nodePort: 30001}, {port: 81, name: b, nodePort: 30001}] | spec.ports[1].nodePort 30001/TCP: must be unique, and an element before has it
            clusterIP: 10.96.0.1, ports: [{port: 80}], externalIPs: [1.2.3.4, web] | spec.externalIPs[1] 'web': must be an IPv4 or IPv6 address
            clusterIP: {a: b}, ports: [{port: 80}]               | spec.clusterIP {"a":"b"}: must be text
            clusterIPs: [10.96.0.1, 10.96.0.2], clusterIP: 10.96.0.1, ports: [{port: 80}] | spec.clusterIPs[1] 10.96.0.2: must be the only address of its family
            ports: [{port: 80}]                                  | spec.clusterIP null: must be an IPv4 or IPv6 address, or None for a headless Service, in the manifest itself: no API server assigns one
            clusterIP: "", ports: [{port: 80}], type: NodePort   | spec.clusterIP null: must be an IPv4 or IPv6 address, or None for a headless Service, in the manifest itself: no API server assigns one
            """)
    void statesInOneLineWhatIsWrongWithAService(String spec, String problem) throws Exception {
        String text = "apiVersion: v1\nkind: Service\nmetadata: {name: bad}\nspec: {" + spec + "}\n---\n" + WEB;
        ManifestFile file = parse(text);
        assertThat(ids(file)).containsExactly("Service default/bad", "Service default/web");
        assertThat(problems(file)).containsExactly(problem);
        assertThat(file.objects().get(1).content()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            addressType: IPv5                                          | addressType 'IPv5': must be IPv4, IPv6 or FQDN
            addressType: IPv4, endpoints: [{addresses: [fd00::1]}]     | endpoints[0].addresses[0] fd00::1: must be an address of addressType IPv4
            addressType: IPv4, endpoints: [{addresses: 10.0.0.1}]      | endpoints[0].addresses '10.0.0.1': must be a list
            addressType: IPv4, endpoints: [{addresses: [10.0.0.1], conditions: {ready: maybe}}] | endpoints[0].conditions.ready 'maybe': must be true or false
            addressType: IPv4, ports: [{port: 70000}]                  | ports[0].port 70000: must be in 1-65535
            """)
    void statesInOneLineWhatIsWrongWithASlice(String fields, String problem) throws Exception {
        String text = "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, "
                + "metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}, " + fields + "}";
        assertThat(problems(parse(text))).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: v1, metadata: {name: web}}                 | object 2: kind null: must be Service, EndpointSlice, Endpoints, Node, ServiceCIDR or a list of them
            {kind: Service, metadata: {name: web}}                  | object 2: apiVersion null: must be the version of kind Service
            {apiVersion: v1, kind: Service}                         | object 2: Service metadata.name null: must be 1-253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends
            {apiVersion: v1, kind: Service, metadata: {name: a/b}}  | object 2: Service metadata.name 'a/b': must be 1-253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends
            {apiVersion: v1, kind: Service, metadata: {name: web, namespace: A}} | object 2: metadata.namespace 'A': must be 1-253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends
            """)
    void numbersAnObjectThatHasNoIdentityAndKeepsTheOthers(String bad, String problem) throws Exception {
        ManifestFile file = parse(WEB + "\n---\n" + bad + "\n---\n" + WEB.replace("web", "last"));
        assertThat(file.problem()).contains(problem);
        assertThat(ids(file)).containsExactly("Service default/web", "Service default/last");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            web.yaml | kind: Service\\nspec: {ports: [}          | line 2, column 16: expected the node content, but found '}'
            web.yaml | kind: Service\\nkind: Service             | line 2, column 1: found duplicate key kind
            web.yaml | kind: List: Service                       | line 1, column 11: mapping values are not allowed here
            web.yaml | kind: *nowhere                            | line 1, column 7: found undefined alias nowhere
            web.yaml | kind: &k [*k]                             | is nested too deeply, or refers to itself
            web.yaml | hello                                     | document 1 'hello': must be a map with apiVersion, kind and metadata
            web.yaml | kind: List\\nitems: [7]                   | document 1, items[0] 7: must be a map with apiVersion, kind and metadata
            web.yaml | kind: List\\nitems: {}                    | document 1: items {}: must be a list
            web.json | {"kind": "Service", "kind": "List"}       | line 1, column 27: Duplicate Object property "kind"
            web.json | {"kind": Service}                         | line 1, column 10: Unrecognized token 'Service': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            """)
    void statesInOneLineWhatIsWrongWithAFile(String name, String text, String problem) {
        ManifestException e =
                catchThrowableOfType(ManifestException.class, () -> parse(name, text.replace("\\n", "\n")));
        assertThat(e).hasMessage(problem);
    }

    @Test
    void statesThatAFileIsNotUtf8() {
        byte[] latin1 = "# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        ManifestException e =
                catchThrowableOfType(ManifestException.class, () -> new ManifestParser().parse("web.yaml", latin1));
        assertThat(e).hasMessageStartingWith("is not YAML in UTF-8: ").hasMessageNotContaining("\n");
    }

    @Test
    void endlessNestingIsAnErrorAndNotTheEndOfTheProgram() {
        ManifestException e = catchThrowableOfType(ManifestException.class, () -> parse("[".repeat(200_000)));
        assertThat(e).hasMessage("is nested too deeply, or refers to itself");
        e = catchThrowableOfType(ManifestException.class, () -> parse("web.json", "[".repeat(200_000)));
        assertThat(e).hasMessageContaining("depth").hasMessageNotContaining("\n");
        for (int depth : new int[] {500, 999, 1001, 1500, 3000}) {
            String nested = "{a: ".repeat(depth) + "}".repeat(depth);
            try {
                assertThat(parse(nested).problem()).isPresent();
            } catch (ManifestException tooDeep) {
                assertThat(tooDeep).hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void readsAThousandServicesAndSlicesInOneList() throws Exception {
        String items = IntStream.range(0, 1000)
                .mapToObj(i -> "- " + WEB.replace("web", "web-" + i) + "\n"
                        + "- {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-" + i
                        + ", labels: {kubernetes.io/service-name: web-" + i + "}}, addressType: IPv4, "
                        + "endpoints: [{addresses: [10.0.0.1]}], ports: [{port: 80}]}\n")
                .collect(Collectors.joining());
        ManifestFile file = parse("apiVersion: v1\nkind: List\nitems:\n" + items);
        assertThat(file.objects()).hasSize(2000).allMatch(o -> o.content().isPresent());
    }
}
