package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.TrafficPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields of Services beyond their cluster addresses, as they are read. */
class ServiceKindsReaderTest {
    private static ServiceSpec read(String spec, String ingress) throws UnusableObjectException {
        String json =
                "{'metadata':{'name':'web'},'spec':{'clusterIP':'10.96.0.1','ports':[{'port':80,'nodePort':30080}],"
                        + spec + "},'status':{'loadBalancer':{'ingress':[" + ingress + "]}}}";
        return ServiceReader.read(Json.object(json.replace('\'', '"'))).orElseThrow();
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
        assertThat(read(spec, "").policy()).isEqualTo(new TrafficPolicy(internal, external, affinity));
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
    void impossibleValue(String spec, String ingress, String message) {
        assertThatThrownBy(() -> read(spec, ingress == null ? "" : ingress))
                .isInstanceOf(UnusableObjectException.class)
                .hasMessage(message);
    }
}
