package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which endpoints each kind of client reaches under the traffic policies, and with endpoints that come and go. */
class TrafficPoliciesTest extends FootprintHarness {
    @Test
    void externalTrafficPolicyLocalLeadsOutsideClientsToLocalEndpoints() {
        Footprint wanted = footprint(everywhere().externalLocal());
        assertThat(lines(wanted))
                .containsExactly(
                        "TCP 1.2.3.4:80 rr -> 10.180.0.1:8080",
                        "TCP 10.20.30.41:80 rr -> 10.180.0.1:8080 10.180.1.1:8080",
                        "TCP 100.101.102.103:30001 rr -> 10.180.0.1:8080",
                        "TCP 50.60.70.81:80 rr -> 10.180.0.1:8080");
        assertThat(inCluster(wanted))
                .as("pods and the node itself")
                .containsExactly(
                        "TCP 1.2.3.4:80 rr -> 10.180.0.1:8080 10.180.1.1:8080",
                        "TCP 100.101.102.103:30001 rr -> 10.180.0.1:8080 10.180.1.1:8080",
                        "TCP 50.60.70.81:80 rr -> 10.180.0.1:8080 10.180.1.1:8080");
    }

    @Test
    void externalTrafficPolicyLocalNeverFallsBackToRemoteEndpoints() {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .loadBalancer("1.2.3.4")
                .externalLocal()
                .endpoints("10.180.1.1@n2"));
        assertThat(lines(wanted)).containsExactly("TCP 1.2.3.4:80 rr -> ", "TCP 10.20.30.41:80 rr -> 10.180.1.1:8080");
        assertThat(admissions(wanted)).containsExactly("TCP 1.2.3.4:80 NO_LOCAL", "TCP 10.20.30.41:80 CLUSTER");
        assertThat(inCluster(wanted)).containsExactly("TCP 1.2.3.4:80 rr -> 10.180.1.1:8080");
    }

    @Test
    void internalTrafficPolicyLocalIsForTheClusterAddress() {
        Footprint wanted = footprint(everywhere().internalLocal());
        assertThat(lines(wanted))
                .containsExactly(
                        "TCP 1.2.3.4:80 rr -> 10.180.0.1:8080 10.180.1.1:8080",
                        "TCP 10.20.30.41:80 rr -> 10.180.0.1:8080",
                        "TCP 100.101.102.103:30001 rr -> 10.180.0.1:8080 10.180.1.1:8080",
                        "TCP 50.60.70.81:80 rr -> 10.180.0.1:8080 10.180.1.1:8080");
        assertThat(inCluster(wanted)).isEmpty();
    }

    /** kube-proxy leads to remote endpoints here as soon as the Service has any external address. */
    @Test
    void internalTrafficPolicyLocalNeverFallsBackWhateverTheType() {
        for (Given kind : List.of(
                service("web", CLUSTER_IP),
                service("web", CLUSTER_IP).nodePort(30001),
                service("web", CLUSTER_IP).externalIps("50.60.70.81"),
                service("web", CLUSTER_IP).loadBalancer("1.2.3.4"))) {
            assertThat(lines(footprint(kind.internalLocal().endpoints("10.180.1.1@n2"))))
                    .contains("TCP 10.20.30.41:80 rr -> ");
        }
    }

    @Test
    void bothPoliciesLocal() {
        Footprint wanted = footprint(everywhere().internalLocal().externalLocal());
        assertThat(lines(wanted)).allMatch(line -> line.endsWith("-> 10.180.0.1:8080"));
        assertThat(inCluster(wanted)).allMatch(line -> line.endsWith("-> 10.180.0.1:8080 10.180.1.1:8080"));
    }

    @Test
    void readyOnesOfAllThatComeAndGo() {
        assertThat(lines(footprint(service("web", CLUSTER_IP)
                        .externalIps("50.60.70.81")
                        .endpoints(
                                "10.0.1.1@n1",
                                "10.0.1.2@n1",
                                "10.0.1.3@n1+!ready+terminating",
                                "10.0.1.4@n1+!ready+!serving+terminating",
                                "10.0.1.5@n2"))))
                .allMatch(line -> line.endsWith("-> 10.0.1.1:8080 10.0.1.2:8080 10.0.1.5:8080"));
    }

    @Test
    void onlyOnesThatEndAreUsedWhereNothingElseIs() {
        Given ending = service("web", CLUSTER_IP)
                .externalIps("50.60.70.81")
                .endpoints(
                        "10.0.1.1@n1+!ready+terminating",
                        "10.0.1.2@n1+!ready+terminating",
                        "10.0.1.3@n1+!ready+!serving+terminating",
                        "10.0.1.4@n2+!ready+terminating",
                        "10.0.1.5@n2+!ready+!serving+terminating");
        assertThat(lines(footprint(ending)))
                .allMatch(line -> line.endsWith("-> 10.0.1.1:8080 10.0.1.2:8080 10.0.1.4:8080"));
        assertThat(lines(footprint(ending.externalLocal().endpoints("10.0.1.6@n2"))))
                .containsExactly(
                        "TCP 10.20.30.41:80 rr -> 10.0.1.6:8080",
                        "TCP 50.60.70.81:80 rr -> 10.0.1.1:8080 10.0.1.2:8080");
    }
}
