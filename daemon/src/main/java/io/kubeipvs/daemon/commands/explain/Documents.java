package io.kubeipvs.daemon.commands.explain;

import io.kubeipvs.core.explain.Explanation;
import io.kubeipvs.core.explain.Explanations;
import io.kubeipvs.core.explain.Owner;
import io.kubeipvs.core.explain.PacketPath;
import io.kubeipvs.core.explain.Step;
import io.kubeipvs.core.explain.Target;
import io.kubeipvs.core.explain.Wish;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.options.ServiceOptions;
import io.kubeipvs.core.servercheck.CheckChoice;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.daemon.commands.explain.ExplainDocument.Explained;
import io.kubeipvs.daemon.commands.explain.ExplainDocument.KernelPart;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.kernel.WishReader;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the document of explanations, and compares them with the kernel of the calling thread's network namespace. */
public final class Documents {
    private final Function<ServerCheck, Optional<CheckOverview.Last>> checks;

    /** @param checks the last result of a health check; empty = it is not made */
    public Documents(Function<ServerCheck, Optional<CheckOverview.Last>> checks) {
        this.checks = checks;
    }

    /** The document. A kernel that cannot be read is part of it. */
    public ExplainDocument of(Explanations explanations) {
        try (WishReader kernel = WishReader.open()) {
            return new ExplainDocument(
                    explanations.packets().stream()
                            .map(one -> packet(one, kernel.path(), compared(one.wish(), kernel)))
                            .toList(),
                    explanations.notes(),
                    others(kernel));
        } catch (KernelUnavailableException e) {
            return new ExplainDocument(
                    explanations.packets().stream()
                            .map(one -> packet(one, DataPath.IPVS, unread(e)))
                            .toList(),
                    explanations.notes(),
                    List.of());
        }
    }

    private static KernelPart compared(Wish wish, WishReader kernel) {
        try {
            List<String> differences = wish.differences(kernel.found(wish));
            return new KernelPart(differences.isEmpty(), differences, Optional.empty());
        } catch (KernelUnavailableException e) {
            return unread(e);
        }
    }

    private static KernelPart unread(KernelUnavailableException e) {
        return new KernelPart(false, List.of(), Optional.of(e.problem().toString()));
    }

    private static List<ExplainDocument.OtherChain> others(WishReader kernel) {
        return kernel.refusing().stream()
                .map(chain -> new ExplainDocument.OtherChain(chain.toString(), chain.fix()))
                .toList();
    }

    private Explained packet(Explanation one, DataPath path, KernelPart kernel) {
        Explanation.Packet packet = one.packet();
        return new Explained(
                new ExplainDocument.PacketPart(
                        packet.to().toString(),
                        packet.client().client().source().toString(),
                        packet.client().words(),
                        packet.owner().map(Documents::service)),
                new ExplainDocument.Way(
                        one.path().steps().stream()
                                .map(step -> new ExplainDocument.StepPart(stage(step, path), step.finding()))
                                .toList(),
                        fate(one.path())),
                endpoints(one),
                kernel);
    }

    private static ExplainDocument.ServicePart service(Owner owner) {
        ServicePort port = owner.port();
        TrafficPolicy policy = owner.service().policy();
        String affinity = policy.affinitySeconds() == 0
                ? "no session affinity"
                : "session affinity " + policy.affinitySeconds() + " s";
        return new ExplainDocument.ServicePart(
                owner.service().name().toString(),
                (port.name().isEmpty() ? "" : port.name() + " ") + port.port() + "/" + port.protocol(),
                "internal policy " + policy(policy.internalLocal()) + ", external policy "
                        + policy(policy.externalLocal()) + ", " + affinity
                        + options(owner.service().options()));
    }

    private static String options(ServiceOptions options) {
        String texts = options.texts().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(" "));
        return texts.isEmpty() ? "" : ", options " + texts;
    }

    private static String policy(boolean isLocal) {
        return isLocal ? "Local" : "Cluster";
    }

    private ExplainDocument.Endpoints endpoints(Explanation one) {
        return new ExplainDocument.Endpoints(
                one.path().targets().stream()
                        .map(target -> chosen(target, one.packet().owner()))
                        .toList(),
                one.endpoints().unselected().entrySet().stream()
                        .map(endpoint ->
                                new ExplainDocument.NotChosen(endpoint.getKey().toString(), endpoint.getValue()))
                        .toList(),
                one.endpoints().draining().stream()
                        .map(drain -> new ExplainDocument.DrainingPart(
                                drain.server().toString(),
                                drain.since().toSeconds(),
                                drain.limit().toSeconds()))
                        .toList(),
                one.endpoints().others().stream()
                        .map(other -> new ExplainDocument.OtherClient(
                                other.client().words(), fate(other.path()), servers(other.path())))
                        .toList());
    }

    private ExplainDocument.Chosen chosen(Target target, Optional<Owner> owner) {
        RealServer.Key server = target.server().key();
        return new ExplainDocument.Chosen(
                server.toString(),
                target.server().weight(),
                target.isMasqueraded() ? "node" : "client",
                owner.flatMap(of -> CheckChoice.of(of.service().options()))
                        .flatMap(choice -> checks.apply(choice.check(server.address(), server.port()))));
    }

    private static List<String> servers(PacketPath path) {
        return path.targets().stream()
                .map(target -> target.server().key().toString())
                .toList();
    }

    /** Both data paths have the same virtual servers. */
    private static String stage(Step step, DataPath path) {
        return step.stage() == Step.Stage.IPVS ? path.text() : word(step.stage());
    }

    private static String fate(PacketPath path) {
        return word(path.fate());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
