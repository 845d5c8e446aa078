package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.k8s.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tests whether an API server answers and grants the permissions that the program needs, by {@code
 * SelfSubjectAccessReview} of {@code authorization.k8s.io/v1}, which every authenticated user may create.
 */
public final class ApiProbe implements Probe {
    private static final String SERVER = "API server";
    private static final String ALLOW = "kubectl apply -f daemon/deploy/kustomize/base/clusterrole.yaml"
            + " -f daemon/deploy/kustomize/base/clusterrolebinding.yaml";

    private static final List<Need> NEEDS = List.of(
            new Need("", "services", List.of("list", "watch"), true),
            new Need("discovery.k8s.io", "endpointslices", List.of("list", "watch"), true),
            new Need("", "nodes", List.of("list", "watch"), true),
            new Need("networking.k8s.io", "servicecidrs", List.of("list", "watch"), false),
            new Need("events.k8s.io", "events", List.of("create", "patch"), false));

    /** Opens a client: the seam below. */
    interface Clients {
        KubernetesClient open() throws SourceException;
    }

    private final Clients clients;

    /** The permissions that the program uses. Without the optional ones it serves, and reports less. */
    private record Need(String group, String resource, List<String> verbs, boolean isEssential) {
        String what() {
            return "API: " + resource + (group.isEmpty() ? "" : "." + group);
        }
    }

    /**
     * The server that the program would read from.
     *
     * @param kubeconfig empty = by the service account of this Pod
     * @param version our own, for the user agent
     */
    public ApiProbe(Optional<Path> kubeconfig, String version) {
        this(() -> ApiClients.open(kubeconfig, version));
    }

    ApiProbe(Clients clients) {
        this.clients = clients;
    }

    @Override
    public List<CheckResult> run() {
        try (KubernetesClient client = clients.open()) {
            return asked(client);
        } catch (SourceException e) {
            return List.of(CheckResult.missing(SERVER, e.problem(), e.fix()));
        }
    }

    private static List<CheckResult> asked(KubernetesClient client) {
        String url = client.getMasterUrl().toString();
        List<CheckResult> results = new ArrayList<>();
        try {
            for (Need need : NEEDS) {
                results.add(allowed(client, need));
            }
            results.add(0, CheckResult.ok(SERVER, url + " answers"));
        } catch (KubernetesClientException e) {
            String cause = e.getCode() > 0 ? ApiStatusException.of(e.getCode()).getMessage() : Causes.inWords(e);
            results.add(CheckResult.missing(SERVER, url + ": " + cause, "curl -k " + url + "version"));
        }
        return results;
    }

    private static CheckResult allowed(KubernetesClient client, Need need) {
        List<String> refused = new ArrayList<>();
        for (String verb : need.verbs()) {
            if (!isAllowed(client, need, verb)) {
                refused.add(verb);
            }
        }
        if (refused.isEmpty()) {
            return CheckResult.ok(need.what(), String.join(", ", need.verbs()) + " allowed");
        }
        String detail = String.join(", ", refused) + " not allowed";
        return need.isEssential()
                ? CheckResult.missing(need.what(), detail, ALLOW)
                : CheckResult.warning(need.what(), detail, ALLOW);
    }

    /** In all namespaces. */
    private static boolean isAllowed(KubernetesClient client, Need need, String verb) {
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withGroup(need.group())
                .withResource(need.resource())
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
        SelfSubjectAccessReview answer =
                client.authorization().v1().selfSubjectAccessReview().create(question);
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
