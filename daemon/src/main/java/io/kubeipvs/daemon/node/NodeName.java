package io.kubeipvs.daemon.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rule for the node's name, as kube-proxy and kubelet have it: the given name, else the host's name. */
public final class NodeName {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** The variable of the downward API. */
    private static final String VARIABLE = "NODE_NAME";

    private NodeName() {}

    /**
     * The given name, else the environment's NODE_NAME, else the host's name; without blanks around it, in lower case.
     *
     * @throws IOException when nothing is given and the host's name cannot be read
     */
    public static String of(Optional<String> given, Map<String, String> environment) throws IOException {
        Optional<String> chosen =
                given.or(() -> Optional.ofNullable(environment.get(VARIABLE))).filter(name -> !name.isBlank());
        String name = chosen.isPresent() ? chosen.get() : Files.readString(HOST_NAME);
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
