package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The content of all files of a folder. Of an object in two files the first file's counts; a bad object counts as it
 * last was when it was good.
 *
 * @param contents every object in force
 * @param problems the problems that the user must fix, one line each
 * @param refused the elements that are not used of objects in force, one line each
 */
record ManifestSnapshot(
        Map<ManifestId, ManifestContent> contents,
        Map<ManifestId, String> problems,
        Map<ManifestId, List<String>> refused) {
    static final ManifestSnapshot EMPTY = new ManifestSnapshot(Map.of(), Map.of(), Map.of());

    /**
     * @param files in the order of their names
     * @param before the last snapshot, for the last valid state of bad objects
     */
    static ManifestSnapshot of(List<ManifestFile> files, ManifestSnapshot before) {
        Map<ManifestId, ManifestContent> contents = new LinkedHashMap<>();
        Map<ManifestId, String> problems = new LinkedHashMap<>();
        Map<ManifestId, List<String>> refused = new LinkedHashMap<>();
        Map<ManifestId, String> definedIn = new HashMap<>();
        for (ManifestFile file : files) {
            file.problem().ifPresent(problem -> problems.put(ManifestId.ofFile(file.name()), problem));
            for (ManifestObject object : file.objects()) {
                ManifestId id = object.id();
                String first = definedIn.putIfAbsent(id, file.name());
                if (first != null) {
                    problems.putIfAbsent(
                            id, file.name() + ": is already in " + first + ", which counts: must be in one file");
                    continue;
                }
                object.problem().ifPresent(problem -> problems.put(id, file.name() + ": " + problem));
                if (!object.refused().isEmpty()) {
                    refused.put(
                            id,
                            object.refused().stream()
                                    .map(element -> file.name() + ": " + element)
                                    .toList());
                }
                ManifestContent content = object.content().orElse(before.contents.get(id));
                if (content != null) {
                    contents.put(id, content);
                }
            }
        }
        refused.keySet().removeAll(problems.keySet());
        return new ManifestSnapshot(contents, problems, refused);
    }

    /** The Services to be proxied. */
    List<ServiceSpec> services() {
        List<ServiceSpec> services = new ArrayList<>();
        for (ManifestContent content : contents.values()) {
            if (content instanceof ManifestContent.OfService service) {
                service.spec().ifPresent(services::add);
            }
        }
        return services;
    }

    /** The nodes. */
    List<NodeSpec> nodes() {
        List<NodeSpec> nodes = new ArrayList<>();
        for (ManifestContent content : contents.values()) {
            if (content instanceof ManifestContent.OfNode node) {
                nodes.add(node.spec());
            }
        }
        return nodes;
    }

    /** The ServiceCIDRs. */
    List<ServiceRanges.Spec> serviceCidrs() {
        List<ServiceRanges.Spec> cidrs = new ArrayList<>();
        for (ManifestContent content : contents.values()) {
            if (content instanceof ManifestContent.OfServiceCidr cidr) {
                cidrs.add(cidr.spec());
            }
        }
        return cidrs;
    }

    /** The slices, and the slices made from Endpoints of Services without selector. */
    List<SliceSpec> slices() {
        Map<ServiceName, Boolean> selectors = selectors();
        List<SliceSpec> slices = new ArrayList<>();
        for (ManifestContent content : contents.values()) {
            if (content instanceof ManifestContent.OfSlice slice) {
                slice.spec().ifPresent(slices::add);
            } else if (content instanceof ManifestContent.OfEndpoints endpoints
                    && Boolean.FALSE.equals(selectors.get(endpoints.name()))) {
                slices.addAll(endpoints.slices());
            }
        }
        return slices;
    }

    /** Endpoints that do not count because their Service has a selector. */
    Set<ServiceName> unusedEndpoints() {
        Map<ServiceName, Boolean> selectors = selectors();
        Set<ServiceName> unused = new LinkedHashSet<>();
        for (ManifestContent content : contents.values()) {
            if (content instanceof ManifestContent.OfEndpoints endpoints
                    && !endpoints.slices().isEmpty()
                    && Boolean.TRUE.equals(selectors.get(endpoints.name()))) {
                unused.add(endpoints.name());
            }
        }
        return unused;
    }

    private Map<ServiceName, Boolean> selectors() {
        Map<ServiceName, Boolean> selectors = new HashMap<>();
        for (ManifestContent content : contents.values()) {
            if (content instanceof ManifestContent.OfService service) {
                selectors.put(service.name(), service.hasSelector());
            }
        }
        return selectors;
    }
}
