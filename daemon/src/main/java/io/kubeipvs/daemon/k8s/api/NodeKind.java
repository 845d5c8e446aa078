package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.NodeReader;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import io.kubeipvs.daemon.node.ThisNode;
import java.util.Collection;
import java.util.Optional;

/**
 * core/v1 Nodes: the one that the program runs on, and all others for their addresses, which no Service may take.
 *
 * @param only the name of the one that is read; empty = all are
 */
record NodeKind(ThisNode node, Optional<String> only) implements Kind<String, NodeSpec> {
    private static final String NAME = "metadata.name";

    @Override
    public String kind() {
        return "Node";
    }

    @Override
    public String resource() {
        return "nodes";
    }

    @Override
    public String path() {
        return "api/v1/nodes";
    }

    @Override
    public String labelSelector() {
        return "";
    }

    @Override
    public String fieldSelector() {
        return only.map(name -> NAME + "=" + name).orElse("");
    }

    @Override
    public String name(String namespace, String name) {
        return name;
    }

    @Override
    public String nameOf(NodeSpec record) {
        return record.name();
    }

    @Override
    public Optional<NodeSpec> read(FieldMap object, Refusals refused) throws UnusableObjectException {
        return Optional.of(NodeReader.read(object, refused));
    }

    @Override
    public void put(NodeSpec spec) {
        node.put(spec);
    }

    @Override
    public void remove(String name) {
        node.remove(name);
    }

    @Override
    public void relist(Collection<NodeSpec> all) {
        node.relist(all);
    }
}
