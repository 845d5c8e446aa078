package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.logging.UrlText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Services, EndpointSlices and Nodes come from.
 *
 * @param kubeconfig how to reach the API server; empty = with the service account of the Pod
 * @param master the URL of the API server, instead of the one in the kubeconfig
 * @param contentTypes in which the API server may send objects
 * @param manifests a folder of manifests instead of an API server
 * @param onlyThisNode whether the Node object of this node is watched alone
 * @param lastStateMaxAge how old the last known state may be that a start without the API server uses, 0 = none is kept
 */
public record ObjectSource(
        Optional<Path> kubeconfig,
        Optional<String> master,
        ContentTypes contentTypes,
        Optional<Path> manifests,
        boolean onlyThisNode,
        Duration lastStateMaxAge) {
    /** The API server of the Pod's cluster. */
    public static final ObjectSource DEFAULT = new ObjectSource(
            Optional.empty(), Optional.empty(), ContentTypes.DEFAULT, Optional.empty(), false, Duration.ofDays(1));

    /** The same with this kubeconfig. */
    public ObjectSource withKubeconfig(Optional<Path> file) {
        return new ObjectSource(file, master, contentTypes, manifests, onlyThisNode, lastStateMaxAge);
    }

    /** The same with the API server at this URL. */
    public ObjectSource withMaster(Optional<String> url) {
        return new ObjectSource(kubeconfig, url, contentTypes, manifests, onlyThisNode, lastStateMaxAge);
    }

    /** The same with these types of objects. */
    public ObjectSource withContentTypes(ContentTypes types) {
        return new ObjectSource(kubeconfig, master, types, manifests, onlyThisNode, lastStateMaxAge);
    }

    /** The same with this folder of manifests. */
    public ObjectSource withManifests(Optional<Path> folder) {
        return new ObjectSource(kubeconfig, master, contentTypes, folder, onlyThisNode, lastStateMaxAge);
    }

    /** The same, watching one Node object or all. */
    public ObjectSource withOnlyThisNode(boolean only) {
        return new ObjectSource(kubeconfig, master, contentTypes, manifests, only, lastStateMaxAge);
    }

    /** The same with another greatest age of the last known state, 0 = none is kept. */
    public ObjectSource withLastStateMaxAge(Duration age) {
        return new ObjectSource(kubeconfig, master, contentTypes, manifests, onlyThisNode, age);
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
