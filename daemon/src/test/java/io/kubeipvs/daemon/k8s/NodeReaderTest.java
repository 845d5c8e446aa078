package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeReaderTest {
    private final Refusals refused = new Refusals();

    @Test
    void leavesWhenItIsBeingDeletedOrTheAutoscalerStatesSo() throws Exception {
        assertThat(isToBeDeleted("'deletionTimestamp':'2026-11-21T07:32:48Z'", ""))
                .isTrue();
        assertThat(isToBeDeleted("", taint("ToBeDeletedByClusterAutoscaler"))).isTrue();
    }

    @Test
    void staysWithAnyOtherTaint() throws Exception {
        assertThat(isToBeDeleted("", taint("node.kubernetes.io/unschedulable"))).isFalse();
        assertThat(isToBeDeleted("", "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "node.kubernetes.io/unreachable, Unknown, true",
                "node.kubernetes.io/unreachable, False, true",
                "node.kubernetes.io/unreachable, '', true",
                "node.kubernetes.io/unreachable, True, false",
                "node.kubernetes.io/not-ready, False, false",
                "other, Unknown, false",
            })
    void isUnreachableWithTheTaintAndUnlessItIsReady(String taint, String ready, boolean isUnreachable)
            throws Exception {
        String condition = ready.equals("''") ? "" : "{'type':'Ready','status':'" + ready + "'}";
        NodeSpec node = read(
                "'metadata':{'name':'n1'},'spec':{" + taint(taint) + "},'status':{'conditions':[" + condition + "]}");
        assertThat(node.unreachable()).isEqualTo(isUnreachable);
        assertThat(refused.problems()).isEmpty();
    }

    @Test
    void aLabelMayHaveTheNameOfAPartThatIsNotRead() throws Exception {
        NodeSpec node =
                read("'metadata':{'name':'n1','managedFields':[{'manager':'kubelet'}],'labels':{'capacity':'big',"
                        + "'images':'cached','selector':'a','managedFields':'b','zone':'c','uid':'d'}},"
                        + "'status':{'capacity':{'cpu':'4'},'images':[{'names':['web']}]}");
        assertThat(node.labels())
                .isEqualTo(Map.of(
                        "capacity",
                        "big",
                        "images",
                        "cached",
                        "selector",
                        "a",
                        "managedFields",
                        "b",
                        "zone",
                        "c",
                        "uid",
                        "d"));
    }

    @Test
    void anAddressThatIsNoAddressIsSkippedAlone() throws Exception {
        NodeSpec node = read("'metadata':{'name':'n1','labels':{'topology.kubernetes.io/zone':'z1'}},"
                + "'spec':{'podCIDRs':['10.244.1.0/24']},'status':{'addresses':["
                + "{'type':'InternalIP','address':'10.0.0.11'},{'type':'Hostname','address':'n1'},"
                + "{'type':'ExternalIP','address':'ec2-1-2-3-4.compute.amazonaws.com'},"
                + "{'type':'ExternalIP','address':'203.0.113.7'}]}");
        assertThat(node)
                .isEqualTo(NodeSpec.named("n1")
                        .withZone("z1")
                        .withLabels(Map.of("topology.kubernetes.io/zone", "z1"))
                        .withPodCidrs(List.of(Cidr.parse("10.244.1.0/24")))
                        .withAddresses(List.of(Ip.parse("10.0.0.11"), Ip.parse("203.0.113.7"))));
        assertThat(refused.problems())
                .containsExactly("status.addresses[2].address 'ec2-1-2-3-4.compute.amazonaws.com': must be an IPv4 or"
                        + " IPv6 address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'labels':['a']              | ''                      | ''                       | metadata.labels [\"a\"]: must be a map",
                "'labels':{'topology.kubernetes.io/zone':{}} | ''      | ''                       | metadata.labels.topology.kubernetes.io/zone {}: must be text",
                "''                          | 'podCIDRs':'10.0.0.0/8' | ''                       | spec.podCIDRs '10.0.0.0/8': must be a list",
                "''                          | 'podCIDRs':['10.0.0.0'] | ''                       | spec.podCIDRs[0] '10.0.0.0': must be a range of IPv4 or IPv6 addresses, for instance 10.0.0.0/8",
                "''                          | 'podCIDRs':[5]          | ''                       | spec.podCIDRs[0] '5': must be a range of IPv4 or IPv6 addresses, for instance 10.0.0.0/8",
                "''                          | 'taints':7              | ''                       | spec.taints 7: must be a list",
                "''                          | 'taints':[7]            | ''                       | spec.taints[0] 7: must be a map",
                "''                          | ''                      | 'addresses':{}           | status.addresses {}: must be a list",
                "''                          | ''                      | 'addresses':['10.0.0.1'] | status.addresses[0] '10.0.0.1': must be a map",
                "''                          | ''                      | 'addresses':[{'type':'InternalIP'}] | status.addresses[0].address null: must be an IPv4 or IPv6 address",
            })
    void whatCannotBeReadIsNamedAndTheNodeIsKnown(String metadata, String spec, String status, String problem)
            throws Exception {
        NodeSpec node = read("'metadata':{'name':'n1'" + (metadata.equals("''") ? "" : "," + metadata) + "},'spec':{"
                + (spec.equals("''") ? "" : spec) + "},'status':{" + (status.equals("''") ? "" : status) + "}");
        assertThat(node).isEqualTo(NodeSpec.named("n1"));
        assertThat(refused.problems()).containsExactly(problem);
    }

    @Test
    void aSpecOrStatusOfTheWrongTypeLeavesTheOtherOne() throws Exception {
        NodeSpec node = read(
                "'metadata':{'name':'n1'},'spec':[],'status':{'addresses':[{'type':'InternalIP','address':'::5'}]}");
        assertThat(node.addresses()).containsExactly(Ip.parse("::5"));
        assertThat(refused.problems()).containsExactly("spec []: must be a map");
    }

    private NodeSpec read(String fields) throws UnusableObjectException {
        return NodeReader.read(Json.object("{'apiVersion':'v1','kind':'Node'," + fields + "}"), refused);
    }

    private static String taint(String key) {
        return "'taints':[{'key':'" + key + "','effect':'NoSchedule'}]";
    }

    private static boolean isToBeDeleted(String metadata, String spec) throws UnusableObjectException {
        String name = metadata.isEmpty() ? "'name':'n1'" : "'name':'n1'," + metadata;
        String json = "{'apiVersion':'v1','kind':'Node','metadata':{" + name + "},'spec':{" + spec + "}}";
        return NodeReader.read(Json.object(json), new Refusals()).toBeDeleted();
    }
}
