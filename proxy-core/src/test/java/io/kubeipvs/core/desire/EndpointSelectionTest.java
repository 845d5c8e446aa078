package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Backend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which endpoints node n1 uses: what kube-proxy's own tests of topology expect, row by row. */
class EndpointSelectionTest {
    @ParameterizedTest(name = "{4}")
    @CsvSource(
            delimiter = '|',
            value = {
                // zone | endpoints | cluster | local | what it shows
                "a | ''                                                             | ''      | ''    | no endpoints",
                "a | 1+zone=a 2+zone=b 3+zone=b 4+zone=a                            | 1 4     | ''    | hints for zones",
                "a | 1@n1+zone=a 2@n2+zone=b 3@n1+zone=b 4@n2+zone=a                | 1 4     | 1 3   | local ones have no zone",
                "'' | 1+zone=a 2+zone=b                                             | 1 2     | ''    | node without zone",
                "c | 1+zone=a 2+zone=b                                              | 1 2     | ''    | no endpoint for the zone",
                "a | 1+zone=a+!ready 2+zone=b 3+zone=a                              | 3       | ''    | an unready one in the zone",
                "a | 1+zone=a+!ready 2+zone=b 3+zone=b                              | 2 3     | ''    | only unready ones in the zone",
                "a | 1+zone=a 2 3+zone=b                                            | 1 2 3   | ''    | one ready one without hint",
                "a | 1+zone=a 2+!ready 3+zone=b                                     | 1       | ''    | an unready one without hint",
                "a | 1+zone=a,b 2+zone=b,c 3+zone=b 4+zone=c,a                      | 1 4     | ''    | several zones each",
                "a | 1+node=n1+zone=a 2+node=n2+zone=a 3+node=n3+zone=b             | 1       | ''    | hints for nodes",
                "a | 1+node=n1,n2+zone=a 2+node=n1+zone=a 3+node=n3+zone=b          | 1 2     | ''    | several nodes each",
                "a | 1+node=n1+zone=a 2+zone=a 3+node=n3+zone=b                     | 1 2     | ''    | one without node hint: the zone",
                "a | 1+node=n1 2 3+node=n3                                          | 1 2 3   | ''    | one without any hint",
                "a | 1+node=n2+zone=a 2+node=n2+zone=a 3+node=n3+zone=b             | 1 2     | ''    | none for the node: the zone",
                "c | 1+node=n2+zone=a 2+node=n3+zone=b                              | 1 2     | ''    | none for node nor zone",
                "a | 1+node=n1+!ready 2+node=n2 3+node=n3                           | 2 3     | ''    | the node's is not ready",
                "a | 1@n2+zone=a 2@n1+zone=b                                        | 1       | 2     | zone and locality disagree",
                "a | 1@n2 2@n3                                                      | 1 2     | ''    | all remote",
                "a | 1@n1 2@n1                                                      | 1 2     | 1 2   | all local",
                "a | 1@n1 2@n2                                                      | 1 2     | 1     | some local",
                "a | 1@N1 2                                                         | 1 2     | ''    | names are compared as they are",
                "a | 1+!ready 2+!ready+!serving                                     | ''      | ''    | none ready, none ending",
                "a | 1@n1 2@n1+!ready                                               | 1       | 1     | some ready",
                "a | 1@n1+!ready+terminating 2@n2+!ready+terminating                | 1 2     | 1     | all ending and serving",
                "a | 1@n1 2@n1+!ready+terminating                                   | 1       | 1     | ending ones only as last resort",
                "a | 1@n1+!ready+!serving+terminating 2@n2+!ready+terminating       | 2       | ''    | ending and not serving",
                "a | 1@n1+!ready+terminating 2@n2                                   | 2       | 1     | local last resort, remote ready",
                "a | 1@n2 2@n1+!ready+!serving 3@n1+!ready+terminating 4@n3+!ready+terminating | 1 | 3  | each list by itself",
                "a | 1@n2+!ready+terminating                                        | 1       | ''    | remote last resort",
                "b | 1+zone=a+!ready+terminating 2+zone=b+!ready+terminating        | 1 2     | ''    | the last resort has no zone",
                "a | 1@n1+terminating                                               | 1       | 1     | published though ending",
                "a | 1@n1+!ready+!serving                                           | ''      | ''    | a single dead one",
            })
    void ofTheseTheNodeUses(String zone, String endpoints, String cluster, String local, String shows) {
        NodeView node = NodeView.of(NodeSpec.named("n1").withZone(zone), Set.of());
        EndpointSelection selection = new EndpointSelection(endpoints(endpoints), node);
        assertThat(names(selection.cluster())).as("cluster").containsExactlyElementsOf(words(cluster));
        assertThat(names(selection.local())).as("local").containsExactlyElementsOf(words(local));
    }

    @ParameterizedTest
    @CsvSource({"1", "1@n1", "1+node=n1"})
    void aNodeWithoutNameHasNoLocalEndpoints(String endpoints) {
        EndpointSelection selection = new EndpointSelection(endpoints(endpoints), NodeView.UNKNOWN);
        assertThat(selection.local()).isEmpty();
        assertThat(selection.cluster()).hasSize(1);
    }

    private static Map<RealServer.Key, Endpoint> endpoints(String text) {
        Map<RealServer.Key, Endpoint> endpoints = new LinkedHashMap<>();
        for (String word : words(text)) {
            Endpoint endpoint = Backend.of("10.36.0." + word);
            endpoints.put(new RealServer.Key(endpoint.address(), 8080), endpoint);
        }
        return endpoints;
    }

    private static List<String> names(Map<RealServer.Key, RealServer> servers) {
        return servers.values().stream()
                .map(server -> server.toString().replaceAll("10.36.0.([0-9]+):8080 weight=1", "$1"))
                .sorted()
                .toList();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
