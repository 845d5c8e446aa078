package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.logging.UrlText;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Services, EndpointSlices and Nodes come from.
 *
 * @param kubeconfig how to reach the API server; empty = with the service account of the Pod
 * @param master the URL of the API server, instead of the one in the kubeconfig
 * @param manifests a folder of manifests instead of an API server
 * @param onlyThisNode whether the Node object of this node is watched alone
 */
public record ObjectSource(
        Optional<Path> kubeconfig, Optional<String> master, Optional<Path> manifests, boolean onlyThisNode) {
    /** The API server of the Pod's cluster. */
    public static final ObjectSource DEFAULT =
            new ObjectSource(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** The same with this kubeconfig. */
    public ObjectSource withKubeconfig(Optional<Path> file) {
        return new ObjectSource(file, master, manifests, onlyThisNode);
    }

    /** The same with the API server at this URL. */
    public ObjectSource withMaster(Optional<String> url) {
        return new ObjectSource(kubeconfig, url, manifests, onlyThisNode);
    }

    /** The same with this folder of manifests. */
    public ObjectSource withManifests(Optional<Path> folder) {
        return new ObjectSource(kubeconfig, master, folder, onlyThisNode);
    }

    /** The same, watching one Node object or all. */
    public ObjectSource withOnlyThisNode(boolean only) {
        return new ObjectSource(kubeconfig, master, manifests, only);
    }

    @Override
    public String toString() {
        return manifests
                .or(() -> kubeconfig)
                .map(Path::toString)
                .or(() -> master.map(UrlText::withoutPassword))
                .orElse("in-cluster");
    }
}
