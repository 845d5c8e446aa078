package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceReaderTest {
    private final Refusals refused = new Refusals();

    private Optional<ServiceSpec> read(String labels, String spec) throws UnusableObjectException {
        return ServiceReader.read(
                Json.object(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\",\"labels\":"
                                + labels.replace('\'', '"') + "},\"spec\":" + spec.replace('\'', '"') + "}"),
                refused);
    }

    private Optional<ServiceSpec> read(String spec) throws UnusableObjectException {
        return read("{}", spec);
    }

    @Test
    void fieldsAndDefaults() throws Exception {
        assertThat(
                        read(
                                "{'clusterIP':'10.96.0.1','ports':[{'port':80},{'name':'dns','port':53,'protocol':'UDP','targetPort':'x'}]}"))
                .contains(ServiceSpec.named(new ServiceName("shop", "web"))
                        .withClusterIps(List.of(Ip.parse("10.96.0.1")))
                        .withPorts(List.of(
                                new ServicePort("", Protocol.TCP, 80), new ServicePort("dns", Protocol.UDP, 53))));
    }

    @Test
    void bothFamiliesOfADualStackService() throws Exception {
        assertThat(read("{'clusterIP':'10.96.0.1','clusterIPs':['10.96.0.1','fd00:10:96::1'],'ports':[{'port':80}]}")
                        .orElseThrow()
                        .clusterIps())
                .containsExactly(Ip.parse("10.96.0.1"), Ip.parse("fd00:10:96::1"));
    }

    @Test
    void namespaceDefaultsToDefault() throws Exception {
        assertThat(ServiceReader.read(
                                Json.object("{'metadata':{'name':'web'},'spec':{'clusterIP':'10.96.0.1'}}"),
                                new Refusals())
                        .orElseThrow()
                        .name())
                .hasToString("default/web");
    }

    @ParameterizedTest
    @CsvSource({"2024-01-02T03:04:05Z, 1704164645", "1970-01-01T00:00:01Z, 1", "yesterday, 0", ", 0"})
    void theTimeOfItsCreation(String time, long seconds) throws Exception {
        String created = time == null ? "null" : "'" + time + "'";
        assertThat(ServiceReader.read(
                                Json.object("{'metadata':{'name':'web','creationTimestamp':" + created
                                        + "},'spec':{'clusterIP':'10.96.0.1'}}"),
                                refused)
                        .orElseThrow()
                        .created())
                .isEqualTo(seconds);
    }

    @Test
    void portsMayBeNull() throws Exception {
        assertThat(read("{'clusterIP':'10.96.0.1','clusterIPs':null,'ports':null}")
                        .orElseThrow()
                        .ports())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{'clusterIP':''}",
                "{'clusterIP':'None','clusterIPs':['None'],'ports':[{'port':80}]}",
                "{'type':'ExternalName','externalName':'example.org'}",
                "{'type':'ExternalName','clusterIP':'10.96.0.1','ports':[{'port':80}]}",
            })
    void notProxied(String spec) throws Exception {
        assertThat(read(spec)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless"})
    void labelsThatMakeItAnothersBusinessWhateverElseIsInIt(String label) throws Exception {
        assertThat(read("{'" + label + "':''}", "{'clusterIP':'not an address'}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "10.300.0.1 | spec.clusterIP '10.300.0.1': must be an IPv4 or IPv6 address",
                "web        | spec.clusterIP 'web': must be an IPv4 or IPv6 address",
                "127.0.0.1  | spec.clusterIP 127.0.0.1: is a loopback address; a unicast address is needed",
                "::1        | spec.clusterIP ::1: is a loopback address; a unicast address is needed",
                "0.0.0.0    | spec.clusterIP 0.0.0.0: is an unspecified address; a unicast address is needed",
                "::ffff:1.2.3.4 | spec.clusterIP ::ffff:1.2.3.4: is an IPv4-mapped address; a unicast address is needed",
                "169.254.1.1| spec.clusterIP 169.254.1.1: is a link-local address; a unicast address is needed",
                "224.0.0.1  | spec.clusterIP 224.0.0.1: is a multicast address; a unicast address is needed",
            })
    void impossibleAddress(String address, String message) {
        assertThatThrownBy(() -> read("{'clusterIP':'" + address + "','ports':[{'port':80}]}"))
                .isInstanceOf(UnusableObjectException.class)
                .hasMessage(message);
    }

    @Test
    void impossibleAddressOfSeveralLinesIsReportedInOne() {
        assertThatThrownBy(() -> read("{'clusterIP':'10.0.0.1\\n10.0.0.2','ports':[{'port':80}]}"))
                .hasMessage("spec.clusterIP '10.0.0.1 10.0.0.2': must be an IPv4 or IPv6 address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'10.96.0.1',null        | spec.clusterIPs[1] null: must be an IPv4 or IPv6 address",
                "'10.96.0.1','10.96.0.2' | spec.clusterIPs[1] 10.96.0.2: must be the only address of its family",
                "'::1','10.96.0.1'       | spec.clusterIPs[0] ::1: is a loopback address; a unicast address is needed",
                "{},'10.96.0.1'          | spec.clusterIPs[0] {}: must be text",
            })
    void oneAddressOfTwoIsRefusedAlone(String addresses, String problem) throws Exception {
        assertThat(read("{'clusterIP':'10.96.0.1','clusterIPs':[" + addresses + "],'ports':[{'port':80}]}")
                        .orElseThrow()
                        .clusterIps())
                .containsExactly(Ip.parse("10.96.0.1"));
        assertThat(refused.problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'port':0                     | spec.ports[1].port 0: must be in 1-65535",
                "'port':70000                 | spec.ports[1].port 70000: must be in 1-65535",
                "'port':-1                    | spec.ports[1].port -1: must be in 1-65535",
                "'port':'81'                  | spec.ports[1].port '81': must be an integer",
                "'name':'x'                   | spec.ports[1].port null: must be in 1-65535",
                "'port':81,'name':['x']       | spec.ports[1].name [\"x\"]: must be text",
                "'port':81,'protocol':'HTTP'  | spec.ports[1].protocol 'HTTP': must be one of [TCP, UDP, SCTP]",
                "'port':81,'protocol':'tcp'   | spec.ports[1].protocol 'tcp': must be one of [TCP, UDP, SCTP]",
                "'port':80                    | spec.ports[1].port 80/TCP: must be unique, and an element before has it",
            })
    void anImpossiblePortIsRefusedAlone(String port, String problem) throws Exception {
        assertThat(read("{'clusterIP':'10.96.0.1','ports':[{'port':80},{" + port + "},{'name':'z','port':90}]}")
                        .orElseThrow()
                        .ports())
                .containsExactly(new ServicePort("", Protocol.TCP, 80), new ServicePort("z", Protocol.TCP, 90));
        assertThat(refused.problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "70000  | spec.ports[1].nodePort 70000: must be in 1-65535",
                "'web'  | spec.ports[1].nodePort 'web': must be an integer",
                "30080  | spec.ports[1].nodePort 30080/TCP: must be unique, and an element before has it",
            })
    void anImpossibleNodePortIsRefusedAndItsPortIsServed(String nodePort, String problem) throws Exception {
        assertThat(read("{'type':'NodePort','clusterIP':'10.96.0.1','ports':[{'port':80,'nodePort':30080},{'name':'b',"
                                + "'port':81,'nodePort':" + nodePort + "}]}")
                        .orElseThrow()
                        .ports())
                .containsExactly(
                        new ServicePort("", Protocol.TCP, 80).withNodePort(30080),
                        new ServicePort("b", Protocol.TCP, 81));
        assertThat(refused.problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'ports':[{'port':0},{'port':70000}] | spec.ports[0].port 0: must be in 1-65535",
                "'ports':{'port':80}                 | spec.ports {\"port\":80}: must be a list",
                "'ports':'80'                        | spec.ports '80': must be a list",
                "'ports':[80]                        | spec.ports[0] 80: must be a map",
            })
    void withoutAnyUsablePortItCannotBeUsed(String ports, String message) {
        assertThatThrownBy(() -> read("{'clusterIP':'10.96.0.1'," + ports + "}"))
                .isInstanceOf(UnusableObjectException.class)
                .hasMessage(message);
    }

    @Test
    void aTypeOfANewerKubernetesIsServedAsTheDefaultOne() throws Exception {
        assertThat(read("{'type':'Mesh','clusterIP':'10.96.0.1','ports':[{'port':80}]}"))
                .isPresent();
        assertThat(refused.problems())
                .containsExactly("spec.type 'Mesh': must be one of [ClusterIP, NodePort, LoadBalancer, ExternalName]");
    }
}
