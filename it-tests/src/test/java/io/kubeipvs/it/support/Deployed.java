package io.kubeipvs.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The privileges of the DaemonSet's container, read from its manifest so that tests and deployment cannot differ. */
public final class Deployed {
    private static final Path MANIFEST = Path.of("..", "daemon", "deploy", "kustomize", "base", "daemonset.yaml");
    private static final Pattern ADDED = Pattern.compile("(?m)^ +add: \\[([A-Z_, ]+)]$");

    private Deployed() {}

    /** The names of its capabilities, as {@code net_admin}. */
    public static List<String> capabilities() throws IOException {
        String manifest = Files.readString(MANIFEST);
        assertThat(manifest).containsOnlyOnce("drop: [ALL]").containsOnlyOnce("allowPrivilegeEscalation: false");
        List<MatchResult> added = ADDED.matcher(manifest).results().toList();
        assertThat(added).hasSize(1);
        return Stream.of(added.get(0).group(1).split(", "))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** A shell's command that becomes its arguments with these privileges, and with {@code /proc/sys} read-only. */
    public static String command() throws IOException {
        return "unshare --mount --propagation private sh -c 'mount --bind /proc/sys /proc/sys"
                + " && mount -o remount,bind,ro /proc/sys && exec \"$@\"' sh"
                + " setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,+" + String.join(",+", capabilities());
    }
}
