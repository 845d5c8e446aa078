package io.kubeipvs.it.scenario;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.commands.explain.ExplainDocument;
import io.kubeipvs.daemon.commands.explain.ExplainSource;
import io.kubeipvs.daemon.inspect.InspectClient;
import io.kubeipvs.it.scenario.Question.Way;
import io.kubeipvs.it.support.KernelNamespace;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Asks the running program by its socket to explain the packets of a scenario, and compares with what the kernel did. */
final class ExplanationsOfDaemon implements KernelWorld.Explained {
    private static final Path STATE = Path.of("/run/kube-ipvs");

    private int compared;

    /** How many packets were compared. */
    int compared() {
        return compared;
    }

    @Override
    public Answer compared(KernelNamespace n1, Question question, Expected expected, Answer answer) throws Exception {
        if (question.way() == Way.PING) {
            return answer;
        }
        io.kubeipvs.daemon.inspect.Question asked = ExplainSource.question(target(question), from(question));
        ExplainDocument document = n1.call(() -> new InspectClient(STATE).ask(asked, ExplainDocument.class));
        ExplainDocument.Explained one = document.packets().get(0);
        Answer explained = explained(question, expected, one);
        boolean isSame = answer.fates().equals(explained.fates())
                && (explained.who().isEmpty()
                        || answer.who().equals(explained.who())
                        || isSticky(one) && explained.who().containsAll(answer.who()))
                && (explained.sources().isEmpty()
                        || answer.sources().isEmpty()
                        || answer.sources().equals(explained.sources()));
        compared++;
        if (isSame && one.kernel().agrees()) {
            return answer;
        }
        return Answer.of("explained as " + explained + ", not " + answer + "; " + one);
    }

    private static boolean isSticky(ExplainDocument.Explained one) {
        return one.packet().service().stream()
                .noneMatch(service -> service.policy().contains("no session affinity"));
    }

    private static String target(Question question) {
        String address = question.address().toString();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + question.port() + "/"
                + question.way().name().toLowerCase(Locale.ROOT);
    }

    private static String from(Question question) {
        Member client = question.client();
        return client == Member.NODE
                ? "node"
                : client.address(question.address().family()).toString();
    }

    /** The answer that the client gets according to the explanation. */
    private static Answer explained(Question question, Expected expected, ExplainDocument.Explained one) {
        switch (one.way().fate()) {
            case "served" -> {
                Set<String> who = new TreeSet<>();
                Set<String> sources = new TreeSet<>();
                for (ExplainDocument.Chosen chosen : one.endpoints().chosen()) {
                    who.add(answering(chosen.server()));
                    boolean isNode = chosen.source().equals("node") || question.client() == Member.NODE;
                    sources.add(isNode ? "node" : question.client().text());
                }
                return new Answer(Set.of(Answer.ANSWERED), who, expected.one() ? Set.of() : sources);
            }
            case "refused" -> {
                return Answer.of(Answer.REFUSED);
            }
            case "dropped", "paused" -> {
                return Answer.of(Answer.DROPPED);
            }
            default -> {
                return new Answer(Set.of(expected.fate()), Set.of(), Set.of()); // the node's own port, or another host
            }
        }
    }

    private static String answering(String server) {
        int colon = server.lastIndexOf(':');
        String address = server.substring(0, colon).replaceAll("[\\[\\]]", "");
        return Member.answering(Ip.parse(address), Integer.parseInt(server.substring(colon + 1)));
    }
}
