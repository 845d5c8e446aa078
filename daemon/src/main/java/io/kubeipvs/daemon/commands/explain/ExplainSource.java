package io.kubeipvs.daemon.commands.explain;

import io.kubeipvs.core.explain.Explanations;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.inspect.Answers;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.RefusedQuestionException;
import io.kubeipvs.daemon.k8s.PodAddresses;
import io.kubeipvs.daemon.sync.Questions;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;

/**
 * Answers questions of {@code explain}: the sync thread explains between two rounds, and the thread of the connection
 * compares with the kernel.
 */
public final class ExplainSource implements Answers.Source {
    /** The kind of the question. */
    public static final String GET = "explain";

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Questions questions;
    private final MonotonicClock clock;
    private final PodAddresses pods;
    private final Documents documents;

    public ExplainSource(Questions questions, MonotonicClock clock, PodAddresses pods, Documents documents) {
        this.questions = questions;
        this.clock = clock;
        this.pods = pods;
        this.documents = documents;
    }

    /** The question about packets to this target, as a user writes it; {@code from} may be empty. */
    public static Question question(String target, String from) {
        return new Question(GET, (target + " " + from).strip());
    }

    @Override
    public ExplainDocument answer(Question question)
            throws RefusedQuestionException, Questions.BusyException, InterruptedException {
        PacketQuestion asked = read(question.name());
        Explanations explanations = questions.ask(proxy -> proxy.explain(asked, clock.instant()), LIMIT);
        return documents.of(explanations);
    }

    private PacketQuestion read(String name) throws RefusedQuestionException, InterruptedException {
        int space = name.indexOf(' ');
        try {
            return space < 0
                    ? QuestionText.read(name, "", pods)
                    : QuestionText.read(name.substring(0, space), name.substring(space + 1), pods);
        } catch (CommandException e) {
            throw new RefusedQuestionException(e.getMessage());
        }
    }
}
