package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.inspect.NamesDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of the Services that want virtual servers, as the running kube-ipvs knows them. */
public final class ServiceNames {
    /** No name is known. */
    public static final ServiceNames NONE = new ServiceNames(List.of());

    private final Map<String, String> byKey = new HashMap<>();

    private ServiceNames(List<NamesDocument.Named> named) {
        named.forEach(one -> byKey.putIfAbsent(one.key(), one.namespace() + "/" + one.name()));
    }

    /**
     * Asks for them.
     *
     * @param which Services, as in {@link NamesDocument#of}
     * @return empty when no kube-ipvs runs here
     * @throws CommandException when it runs and does not answer
     */
    public static Optional<ServiceNames> of(RunningProgram program, String which) throws CommandException {
        return program.ask(NamesDocument.of(which), NamesDocument.class)
                .map(document -> new ServiceNames(document.virtualServers()));
    }

    /** Those that can be had; none without an answer. For a command that does without. */
    public static ServiceNames ifKnown(RunningProgram program) {
        try {
            return of(program, "").orElse(NONE);
        } catch (CommandException e) {
            return NONE;
        }
    }

    /**
     * The Service of a virtual server.
     *
     * @param key such as {@code TCP 10.96.0.1:443} or {@code FWM 0x69a14003}
     * @return namespace and name; "" = not known
     */
    public String of(String key) {
        return byKey.getOrDefault(key, "");
    }

    /** Whether a Service of this namespace and name has a virtual server. */
    public boolean has(String service) {
        return byKey.containsValue(service);
    }
}
