package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeReaderTest {
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

    private static String taint(String key) {
        return "'taints':[{'key':'" + key + "','effect':'NoSchedule'}]";
    }

    private static boolean isToBeDeleted(String metadata, String spec) throws UnusableObjectException {
        String name = metadata.isEmpty() ? "'name':'n1'" : "'name':'n1'," + metadata;
        String json = "{'apiVersion':'v1','kind':'Node','metadata':{" + name + "},'spec':{" + spec + "}}";
        return NodeReader.read(Json.object(json.replace('\'', '"'))).toBeDeleted();
    }
}
