package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Hints;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceReaderTest {
    private static final String OF_WEB = "'kubernetes.io/service-name':'web'";

    private final Refusals refused = new Refusals();

    private Optional<SliceSpec> read(String labels, String body) throws UnusableObjectException {
        String json = "{'apiVersion':'discovery.k8s.io/v1','kind':'EndpointSlice','metadata':"
                + "{'namespace':'shop','name':'web-x','labels':{" + labels + "}}," + body + "}";
        return SliceReader.read(Json.object(json), refused);
    }

    private SliceSpec readOne(String body) throws UnusableObjectException {
        return read(OF_WEB, body).orElseThrow();
    }

    @Test
    void fieldsAndDefaults() throws Exception {
        assertThat(
                        readOne(
                                "'addressType':'IPv4','ports':[{'port':8080},{'name':'dns','port':53,'protocol':'UDP'}],"
                                        + "'endpoints':[{'addresses':['10.36.0.0']},{'addresses':['10.36.0.1','10.36.0.2'],'conditions':{'ready':false}}]"))
                .isEqualTo(SliceSpec.named(new SliceName("shop", "web-x"), new ServiceName("shop", "web"))
                        .withPorts(
                                List.of(new SlicePort("", Protocol.TCP, 8080), new SlicePort("dns", Protocol.UDP, 53)))
                        .withEndpoints(List.of(
                                Endpoint.at(Ip.parse("10.36.0.0")),
                                Endpoint.at(Ip.parse("10.36.0.1")).withConditions(Conditions.ofReady(false)))));
    }

    @Test
    void whatBroughtItAbout() throws Exception {
        assertThat(triggered("'2026-11-21T07:32:48.5Z'"))
                .contains(new ChangeTrigger(Family.IPV6, Instant.parse("2026-11-21T07:32:48.5Z")));
        assertThat(triggered("'2026-11-21T09:32:48+02:00'"))
                .contains(new ChangeTrigger(Family.IPV6, Instant.parse("2026-11-21T07:32:48Z")));
        assertThat(triggered("'soon'")).isEmpty();
        assertThat(triggered("null")).isEmpty();
    }

    private Optional<ChangeTrigger> triggered(String time) throws UnusableObjectException {
        String metadata = OF_WEB + "},'annotations':{'endpoints.kubernetes.io/last-change-trigger-time':" + time;
        return read(metadata, "'addressType':'IPv6'").orElseThrow().trigger();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // conditions | ready | serving | terminating
                "null                              | true  | true  | false",
                "{}                                | true  | true  | false",
                "{'ready':null,'serving':null,'terminating':null} | true | true | false",
                "{'ready':true}                    | true  | true  | false",
                "{'ready':false}                   | false | true  | false",
                "{'ready':false,'serving':false}   | false | false | false",
                "{'ready':false,'serving':true,'terminating':true}  | false | true  | true",
                "{'ready':false,'serving':false,'terminating':true} | false | false | true",
                "{'ready':true,'terminating':true} | true  | true  | true",
            })
    void conditions(String conditions, boolean ready, boolean serving, boolean terminating) throws Exception {
        assertThat(endpoint("'conditions':" + conditions).conditions())
                .isEqualTo(new Conditions(ready, serving, terminating));
    }

    @Test
    void placeAndHints() throws Exception {
        assertThat(endpoint("'nodeName':'n1','zone':'a'")).satisfies(e -> {
            assertThat(e.nodeName()).isEqualTo("n1");
            assertThat(e.hints()).isEqualTo(Hints.NONE);
        });
        assertThat(endpoint("'nodeName':null,'hints':null").nodeName()).isEmpty();
        assertThat(endpoint("'hints':{'forZones':[{'name':'a'},{'name':'b'}],'forNodes':[{'name':'n1'}]}")
                        .hints())
                .isEqualTo(new Hints(Set.of("n1"), Set.of("a", "b")));
        assertThat(endpoint("'hints':{'forZones':null,'forNodes':[]}").hints()).isEqualTo(Hints.NONE);
    }

    private Endpoint endpoint(String more) throws UnusableObjectException {
        return readOne("'addressType':'IPv4','endpoints':[{'addresses':['10.36.0.0']," + more + "}]")
                .endpoints()
                .get(0);
    }

    @Test
    void sixthVersionOfTheProtocol() throws Exception {
        assertThat(readOne("'addressType':'IPv6','endpoints':[{'addresses':['fd00::1']}]")
                        .endpoints())
                .containsExactly(Endpoint.at(Ip.parse("fd00::1")));
    }

    @Test
    void listsMayBeNull() throws Exception {
        SliceSpec slice = readOne("'addressType':'IPv4','ports':null,'endpoints':null");
        assertThat(slice.ports()).isEmpty();
        assertThat(slice.endpoints()).isEmpty();
        assertThat(readOne("'addressType':'IPv4','endpoints':[{'addresses':null},{'addresses':[]},{}]")
                        .endpoints())
                .isEmpty();
    }

    @Test
    void portThatMeansAllPortsIsLeftOut() throws Exception {
        assertThat(readOne(
                                "'addressType':'IPv4','ports':[{'name':'all'},{'name':'zero','port':0},{'name':'one','port':1}]")
                        .ports())
                .containsExactly(new SlicePort("one", Protocol.TCP, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'other':'x'",
                "'kubernetes.io/service-name':''",
                OF_WEB + ",'service.kubernetes.io/headless':''"
            })
    void sliceOfNoServiceIsPassedOver(String labels) throws Exception {
        assertThat(read(labels, "'addressType':'IPv4','endpoints':[{'addresses':['10.36.0.0']}]"))
                .isEmpty();
    }

    @Test
    void hostNamesArePassedOver() throws Exception {
        assertThat(read(OF_WEB, "'addressType':'FQDN','endpoints':[{'addresses':['db.example.org']}]"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'endpoints':[]         | addressType null: must be IPv4, IPv6 or FQDN",
                "'addressType':'ipv4'   | addressType 'ipv4': must be IPv4, IPv6 or FQDN",
                "'addressType':['IPv4'] | addressType [\"IPv4\"]: must be text",
            })
    void unusable(String body, String message) {
        assertThatThrownBy(() -> read(OF_WEB, body))
                .isInstanceOf(UnusableObjectException.class)
                .hasMessage(message);
    }

    /** Beside the odd element there is a good one of every kind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // ports | endpoints | problem
                "{'port':70000}              |                                   | ports[1].port 70000: must be in 1-65535",
                "{'port':-1}                 |                                   | ports[1].port -1: must be in 1-65535",
                "{'port':99999999999}        |                                   | ports[1].port 99999999999: must be an integer",
                "{'port':1e99}               |                                   | ports[1].port 1.0E99: must be an integer",
                "{'port':'http'}             |                                   | ports[1].port 'http': must be an integer",
                "{'port':80,'protocol':'HTTP'} |                                 | ports[1].protocol 'HTTP': must be one of [TCP, UDP, SCTP]",
                "{'port':80,'name':[]}       |                                   | ports[1].name []: must be text",
                "null                        |                                   | ports[1] null: must be a map",
                "| {'addresses':['fd00::1']}                                     | endpoints[1].addresses[0] fd00::1: must be an address of addressType IPv4",
                "| {'addresses':['::ffff:10.1.2.3']}                             | endpoints[1].addresses[0] ::ffff:10.1.2.3: is an IPv4-mapped address; a unicast address is needed",
                "| {'addresses':['10.300.0.1']}                                  | endpoints[1].addresses[0] '10.300.0.1': must be an IPv4 or IPv6 address",
                "| {'addresses':['127.0.0.1']}                                   | endpoints[1].addresses[0] 127.0.0.1: is a loopback address; a unicast address is needed",
                "| {'addresses':['255.255.255.255']}                             | endpoints[1].addresses[0] 255.255.255.255: is a broadcast address; a unicast address is needed",
                "| {'addresses':[null]}                                          | endpoints[1].addresses[0] null: must be an IPv4 or IPv6 address",
                "| {'addresses':'10.0.0.1'}                                      | endpoints[1].addresses '10.0.0.1': must be a list",
                "| {'addresses':['10.0.0.1'],'conditions':{'ready':'maybe'}}     | endpoints[1].conditions.ready 'maybe': must be true or false",
                "| {'addresses':['10.0.0.1'],'conditions':true}                  | endpoints[1].conditions true: must be a map",
                "| 7                                                             | endpoints[1] 7: must be a map",
            })
    void anElementThatCannotBeUsedIsRefusedAlone(String port, String endpoint, String problem) throws Exception {
        SliceSpec slice = readOne("'addressType':'IPv4','ports':[{'name':'a','port':8080}"
                + (port == null ? "" : "," + port)
                + ",{'name':'z','port':8081}],'endpoints':[{'addresses':['10.36.0.0']}"
                + (endpoint == null ? "" : "," + endpoint) + ",{'addresses':['10.36.0.9']}]");
        assertThat(slice.ports()).extracting(SlicePort::name).containsExactly("a", "z");
        assertThat(slice.endpoints())
                .extracting(one -> one.address().toString())
                .containsExactly("10.36.0.0", "10.36.0.9");
        assertThat(refused.problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'nodeName':{}               | endpoints[0].nodeName {}: must be text",
                "'hints':[]                  | endpoints[0].hints []: must be a map",
                "'hints':{'forZones':'a'}    | endpoints[0].hints.forZones 'a': must be a list",
                "'hints':{'forZones':['a']}  | endpoints[0].hints.forZones[0] 'a': must be a map",
            })
    void anEndpointIsServedWithoutAPlaceOrHintThatCannotBeRead(String more, String problem) throws Exception {
        assertThat(endpoint(more)).isEqualTo(Endpoint.at(Ip.parse("10.36.0.0")));
        assertThat(refused.problems()).containsExactly(problem);
    }

    @Test
    void leadingZerosAreDecimalAndClassEIsOrdinary() throws Exception {
        assertThat(readOne(
                                "'addressType':'IPv4','endpoints':[{'addresses':['10.01.002.3']},{'addresses':['240.0.0.9']}]")
                        .endpoints())
                .containsExactly(Endpoint.at(Ip.parse("10.1.2.3")), Endpoint.at(Ip.parse("240.0.0.9")));
        assertThat(refused.problems()).isEmpty();
    }

    @Test
    void listsOfTheWrongTypeAreRefusedAndTheSliceIsKnown() throws Exception {
        SliceSpec slice = read(
                        OF_WEB + "},'annotations':['x'],'x':{", "'addressType':'IPv4','ports':{},'endpoints':'all'")
                .orElseThrow();
        assertThat(slice.endpoints()).isEmpty();
        assertThat(refused.problems())
                .containsExactly(
                        "ports {}: must be a list",
                        "endpoints 'all': must be a list",
                        "metadata.annotations [\"x\"]: must be a map");
    }
}
