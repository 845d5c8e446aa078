package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SourceRanges;
import io.kubeipvs.core.model.TrafficPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of Services beyond their cluster addresses, as they are read. */
class ServiceKindsReaderTest {
    private final Refusals refused = new Refusals();

    private ServiceSpec read(String spec, String ingress) throws UnusableObjectException {
        String json =
                "{'metadata':{'name':'web'},'spec':{'clusterIP':'10.96.0.1','ports':[{'port':80,'nodePort':30080}],"
                        + spec + "},'status':{'loadBalancer':{'ingress':[" + ingress + "]}}}";
        return ServiceReader.read(Json.object(json), refused).orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // spec | internal Local | external Local | affinity, s
                "'type':'ClusterIP'                                                     | false | false | 0",
                "'internalTrafficPolicy':null,'externalTrafficPolicy':''                | false | false | 0",
                "'internalTrafficPolicy':'Local'                                        | true  | false | 0",
                "'type':'NodePort','externalTrafficPolicy':'Cluster'                    | false | false | 0",
                "'type':'NodePort','externalTrafficPolicy':'Local'                      | false | true  | 0",
                "'type':'LoadBalancer','externalTrafficPolicy':'Local'                  | false | true  | 0",
                "'type':'ClusterIP','externalTrafficPolicy':'Local'                     | false | false | 0",
                "'type':'ClusterIP','externalTrafficPolicy':'Local','externalIPs':['1.2.3.4'] | false | true | 0",
                "'type':'NodePort','externalTrafficPolicy':'Local','internalTrafficPolicy':'Local' | true | true | 0",
                "'sessionAffinity':'None','sessionAffinityConfig':null                  | false | false | 0",
                "'sessionAffinity':'ClientIP'                                           | false | false | 10800",
                "'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{}}   | false | false | 10800",
                "'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':30}} | false | false | 30",
                "'sessionAffinityConfig':{'clientIP':{'timeoutSeconds':30}}             | false | false | 0",
            })
    void policies(String spec, boolean internal, boolean external, int affinity) throws Exception {
        assertThat(read(spec, "").policy())
                .isEqualTo(TrafficPolicy.CLUSTER
                        .withInternalLocal(internal)
                        .withExternalLocal(external)
                        .withAffinity(affinity));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // spec | ingress | external | load balancer | ranges | health check
                "'type':'ClusterIP'        |                                         | [] | [] | [] | 0",
                "'externalIPs':['50.60.70.81','2012::51','127.0.0.1',' '] |         | [50.60.70.81, 2012::51, 127.0.0.1] | [] | [] | 0",
                "'type':'LoadBalancer'     | {'ip':'1.2.3.4'}                        | [] | [1.2.3.4] | [] | 0",
                "'type':'LoadBalancer'     | {'ip':'1.2.3.4','ipMode':'VIP'}         | [] | [1.2.3.4] | [] | 0",
                "'type':'LoadBalancer'     | {'ip':'1.2.3.4','ipMode':'Proxy'}       | [] | [] | [] | 0",
                "'type':'LoadBalancer'     | {'ip':'1.2.3.4','ipMode':'Proxy'},{'ip':'::2','ipMode':'VIP'} | [] | [::2] | [] | 0",
                "'type':'LoadBalancer'     | {'hostname':'lb.example.org'},{'ip':''} | [] | [] | [] | 0",
                "'type':'NodePort'         | {'ip':'1.2.3.4'}                        | [] | [] | [] | 0",
                "'type':'LoadBalancer','allocateLoadBalancerNodePorts':false | {'ip':'1.2.3.4'} | [] | [1.2.3.4] | [] | 0",
                "'type':'LoadBalancer','loadBalancerSourceRanges':[' 10.0.0.0/8 ','','fd00::1/8'] | | [] | [] | [10.0.0.0/8, fd00::/8] | 0",
                "'type':'NodePort','loadBalancerSourceRanges':['10.0.0.0/8'] |     | [] | [] | [] | 0",
                "'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':30000 | | [] | [] | [] | 30000",
                "'type':'LoadBalancer','externalTrafficPolicy':'Cluster','healthCheckNodePort':30000 | | [] | [] | [] | 0",
                "'type':'NodePort','externalTrafficPolicy':'Local','healthCheckNodePort':30000 | | [] | [] | [] | 0",
            })
    void addresses(String spec, String ingress, String external, String balancer, String ranges, int healthCheck)
            throws Exception {
        ExternalAccess access = read(spec, ingress == null ? "" : ingress).external();
        assertThat(access.externalIps()).hasToString(external);
        assertThat(access.loadBalancerIps()).hasToString(balancer);
        assertThat(access.sourceRanges().ranges()).hasToString(ranges);
        assertThat(access.healthCheckNodePort()).isEqualTo(healthCheck);
        assertThat(read(spec, "").ports().get(0).nodePort()).isEqualTo(30080);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'externalIPs':['1.2.3.4',{}]             |                         | spec.externalIPs[1] {}: must be text",
                "'externalIPs':'1.2.3.4'                  |                         | spec.externalIPs '1.2.3.4': must be a list",
                "'type':'LoadBalancer'                    | 7                       | status.loadBalancer.ingress[0] 7: must be a map",
                "'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':86401}} | | spec.sessionAffinityConfig.clientIP.timeoutSeconds 86401: must be in 1-86400",
                "'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':'1h'}} | | spec.sessionAffinityConfig.clientIP.timeoutSeconds '1h': must be an integer",
                "'sessionAffinity':'ClientIP','sessionAffinityConfig':[] | | spec.sessionAffinityConfig []: must be a map",
                "'internalTrafficPolicy':['Local']        |                         | spec.internalTrafficPolicy [\"Local\"]: must be text",
                "'externalIPs':['1.2.3.4','db']           |                         | spec.externalIPs[1] 'db': must be an IPv4 or IPv6 address",
                "'type':'LoadBalancer'                    | {},{'ip':'1.2.3'}       | status.loadBalancer.ingress[1].ip '1.2.3': must be an IPv4 or IPv6 address",
                "'type':'LoadBalancer'                    | {'ip':'1.2.3.4','ipMode':'vip'} | status.loadBalancer.ingress[0].ipMode 'vip': must be one of [VIP, Proxy]",
                "'type':'LoadBalancer','loadBalancerSourceRanges':['10.0.0.0'] | | spec.loadBalancerSourceRanges[0] '10.0.0.0': must be a range of IPv4 or IPv6 addresses, for instance 10.0.0.0/8",
                "'internalTrafficPolicy':'Node'           |                         | spec.internalTrafficPolicy 'Node': must be one of [Cluster, Local]",
                "'externalTrafficPolicy':'local'          |                         | spec.externalTrafficPolicy 'local': must be one of [Cluster, Local]",
                "'sessionAffinity':'Cookie'               |                         | spec.sessionAffinity 'Cookie': must be one of [None, ClientIP]",
                "'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':0}} | | spec.sessionAffinityConfig.clientIP.timeoutSeconds 0: must be in 1-86400",
                "'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':70000 | | spec.healthCheckNodePort 70000: must be in 1-65535",
            })
    void anImpossibleValueIsRefusedAndTheRestIsServed(String spec, String ingress, String problem) throws Exception {
        ServiceSpec service = read(spec, ingress == null ? "" : ingress);
        assertThat(service.clusterIps()).hasToString("[10.96.0.1]");
        assertThat(service.ports()).hasSize(1);
        assertThat(service.policy().internalLocal()).isFalse();
        assertThat(refused.problems()).containsExactly(problem);
    }

    @Test
    void goodNeighboursInTheSameListAreServed() throws Exception {
        ExternalAccess external = read(
                        "'type':'LoadBalancer','externalIPs':['1.2.3.4','db','010.0.0.9'],"
                                + "'loadBalancerSourceRanges':['10.0.0.0/8','all','0192.168.0.0/16']",
                        "{'ip':'5.6.7.8'},{'ip':'x'},{'ip':'5.6.7.9','ipMode':'Tunnel'},{'ip':'240.6.7.9'}")
                .external();
        assertThat(external.externalIps()).hasToString("[1.2.3.4, 10.0.0.9]");
        assertThat(external.loadBalancerIps()).hasToString("[5.6.7.8, 240.6.7.9]");
        assertThat(external.sourceRanges().ranges()).hasToString("[10.0.0.0/8, 192.168.0.0/16]");
        assertThat(refused.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactlyInAnyOrder(
                        "spec.externalIPs[1]",
                        "status.loadBalancer.ingress[1].ip",
                        "status.loadBalancer.ingress[2].ipMode",
                        "spec.loadBalancerSourceRanges[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"['all']", "'10.0.0.0/8'", "[{}]", "{'0':'10.0.0.0/8'}", "['10.0.0.0/33','10.0.0.0']"})
    void ifNoRangeCanBeUsedNobodyIsAdmitted(String ranges) throws Exception {
        SourceRanges sources = read("'type':'LoadBalancer','loadBalancerSourceRanges':" + ranges, "{'ip':'5.6.7.8'}")
                .external()
                .sourceRanges();
        for (String client : new String[] {"10.0.0.1", "0.0.0.0", "203.0.113.7", "fd00::1"}) {
            assertThat(sources.allows(Ip.parse(client))).as(client).isFalse();
        }
        assertThat(sources.isOpen(Family.IPV4) || sources.isOpen(Family.IPV6)).isFalse();
        assertThat(refused.problems()).isNotEmpty();
    }

    @Test
    void anAffinityThatCannotBeReadLastsThreeHours() throws Exception {
        assertThat(read("'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':0}}", "")
                        .policy()
                        .affinitySeconds())
                .isEqualTo(10_800);
    }
}
