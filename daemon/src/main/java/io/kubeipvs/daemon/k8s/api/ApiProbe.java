package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.io.IOException;
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

    /** Opens a connection: the seam below. */
    interface Clients {
        ApiConnection open() throws SourceException;
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
     * @param master the server's URL, instead of the kubeconfig's
     * @param version our own, for the user agent
     */
    public ApiProbe(Optional<Path> kubeconfig, Optional<String> master, String version) {
        this(() -> ApiClients.open(kubeconfig, master, "application/json", version, RequestObserver.NONE));
    }

    ApiProbe(Clients clients) {
        this.clients = clients;
    }

    @Override
    public List<CheckResult> run() {
        try (ApiConnection connection = clients.open()) {
            return asked(connection);
        } catch (SourceException e) {
            return List.of(CheckResult.missing(SERVER, e.problem(), e.fix()));
        }
    }

    private static List<CheckResult> asked(ApiConnection connection) {
        String url = connection.url();
        List<CheckResult> results = new ArrayList<>();
        try {
            for (Need need : NEEDS) {
                results.add(allowed(connection, need));
            }
            results.add(0, CheckResult.ok(SERVER, url + " answers"));
        } catch (IOException e) {
            results.add(CheckResult.missing(SERVER, url + ": " + Causes.inWords(e), "curl -k " + url + "version"));
        }
        return results;
    }

    private static CheckResult allowed(ApiConnection connection, Need need) throws IOException {
        List<String> refused = new ArrayList<>();
        for (String verb : need.verbs()) {
            if (!isAllowed(connection, need, verb)) {
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
    private static boolean isAllowed(ApiConnection connection, Need need, String verb) throws IOException {
        String question = """
                {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":\
                {"group":"%s","resource":"%s","verb":"%s"}}}""".formatted(need.group(), need.resource(), verb);
        String answer = connection.create("apis/authorization.k8s.io/v1/selfsubjectaccessreviews", question);
        try {
            return Boolean.TRUE.equals(JsonAnswer.object(answer).map("status").flag("allowed"));
        } catch (UnusableObjectException e) {
            throw new IOException("SelfSubjectAccessReview: " + e.getMessage(), e);
        }
    }
}
