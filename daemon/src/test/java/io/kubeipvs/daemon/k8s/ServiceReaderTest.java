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
    private static Optional<ServiceSpec> read(String labels, String spec) throws UnusableObjectException {
        return ServiceReader.read(Json.object(
                "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\",\"labels\":"
                        + labels.replace('\'', '"') + "},\"spec\":" + spec.replace('\'', '"') + "}"));
    }

    private static Optional<ServiceSpec> read(String spec) throws UnusableObjectException {
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
                                Json.object("{\"metadata\":{\"name\":\"web\"},\"spec\":{\"clusterIP\":\"10.96.0.1\"}}"))
                        .orElseThrow()
                        .name())
                .hasToString("default/web");
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

    @Test
    void impossibleSecondAddress() {
        assertThatThrownBy(() -> read("{'clusterIP':'10.96.0.1','clusterIPs':['10.96.0.1',null]}"))
                .isInstanceOf(UnusableObjectException.class)
                .hasMessage("spec.clusterIPs[1] null: must be an IPv4 or IPv6 address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'port':0                     | spec.ports[1].port 0: must be in 1-65535",
                "'port':70000                 | spec.ports[1].port 70000: must be in 1-65535",
                "'port':-1                    | spec.ports[1].port -1: must be in 1-65535",
                "'name':'x'                   | spec.ports[1].port null: must be in 1-65535",
                "'port':80,'nodePort':70000   | spec.ports[1].nodePort 70000: must be in 1-65535",
                "'port':80,'protocol':'HTTP'  | spec.ports[1].protocol 'HTTP': must be one of [TCP, UDP, SCTP]",
                "'port':80,'protocol':'tcp'   | spec.ports[1].protocol 'tcp': must be one of [TCP, UDP, SCTP]",
            })
    void impossiblePort(String port, String message) {
        assertThatThrownBy(() -> read("{'clusterIP':'10.96.0.1','ports':[{'port':80},{" + port + "}]}"))
                .isInstanceOf(UnusableObjectException.class)
                .hasMessage(message);
    }
}
