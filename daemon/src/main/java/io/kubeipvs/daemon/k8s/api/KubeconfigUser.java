package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of a kubeconfig's user that become headers. Follows client-go: impersonation is what kubernetes.io "User
 * impersonation" describes.
 */
final class KubeconfigUser {
    private final Path kubeconfig;
    private final FieldMap user;
    private final String prefix;

    KubeconfigUser(Path kubeconfig, FieldMap user, String prefix) {
        this.kubeconfig = kubeconfig;
        this.user = user;
        this.prefix = prefix;
    }

    /** Token, or name and password. */
    void readInto(Config config) throws SourceException, UnusableObjectException {
        for (String program : List.of("exec", "auth-provider")) {
            if (user.has(program)) {
                throw KubeconfigFile.wrong(
                        kubeconfig,
                        prefix + program + ": no other program is run",
                        "give token, tokenFile or client-certificate and client-key");
            }
        }
        String token = user.text("token");
        if (token != null && !token.isEmpty() && !TokenFile.isToken(token)) {
            throw KubeconfigFile.wrong(kubeconfig, prefix + "token: " + TokenFile.ALLOWED, "");
        }
        config.setAutoOAuthToken(token);
        config.setUsername(user.text("username"));
        config.setPassword(user.text("password"));
        Optional<Path> tokenFile = KubeconfigFile.path(kubeconfig, user, prefix, "tokenFile");
        tokenFile.ifPresent(file -> config.setOauthTokenProvider(new TokenFile(file)));
    }

    /** The headers of impersonation; none without it. */
    Map<String, List<String>> actingAs() throws SourceException, UnusableObjectException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        put(headers, "Impersonate-User", user.text("as"));
        put(headers, "Impersonate-Uid", user.text("as-uid"));
        List<String> groups = user.texts("as-groups");
        if (!groups.isEmpty()) {
            headers.put("Impersonate-Group", groups);
        }
        FieldMap extra = user.map("as-user-extra");
        for (String key : extra.keys()) {
            headers.put("Impersonate-Extra-" + ApiConnection.encode(key).replace("+", "%20"), extra.texts(key));
        }
        if (!headers.isEmpty() && !headers.containsKey("Impersonate-User")) {
            throw KubeconfigFile.wrong(
                    kubeconfig, prefix + "as: missing; must be given with as-uid, as-groups and as-user-extra", "");
        }
        for (List<String> values : headers.values()) {
            for (String value : values) {
                if (value == null || !value.matches("[\\x20-\\x7e]+")) {
                    throw KubeconfigFile.wrong(
                            kubeconfig, prefix + "as: '" + value + "': must be text of printable ASCII characters", "");
                }
            }
        }
        return headers;
    }

    private static void put(Map<String, List<String>> headers, String name, String value) {
        if (!Fields.isBlank(value)) {
            headers.put(name, List.of(value));
        }
    }
}
