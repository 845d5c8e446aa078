package io.kubeipvs.daemon.commands.output;

import io.kubeipvs.daemon.inspect.Answers;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.RefusedQuestionException;
import io.kubeipvs.daemon.inspect.Screen;
import io.kubeipvs.daemon.sync.Questions;
import java.util.function.Function;

/**
 * Answers questions with a document, or with the text that a command prints of it.
 *
 * @param <D> the document
 */
public final class Screens<D> implements Answers.Source {
    private final Documents<D> documents;
    private final Function<D, Answer> answers;

    /** Makes documents. */
    @FunctionalInterface
    public interface Documents<D> {
        /** As {@link Answers.Source#answer}. */
        D answer(Question question) throws RefusedQuestionException, Questions.BusyException, InterruptedException;
    }

    /** @param answers makes the answer of the command */
    public Screens(Documents<D> documents, Function<D, Answer> answers) {
        this.documents = documents;
        this.answers = answers;
    }

    @Override
    public Object answer(Question question)
            throws RefusedQuestionException, Questions.BusyException, InterruptedException {
        D document = documents.answer(question);
        if (question.form().isEmpty()) {
            return document;
        }
        Form form = form(question.form());
        Answer answer = answers.apply(document);
        return new Screen(answer.status().code(), answer.text(form.style(), form.isWide()));
    }

    private static Form form(String word) throws RefusedQuestionException {
        try {
            return Form.of(word);
        } catch (IllegalArgumentException e) {
            throw new RefusedQuestionException(
                    "form: '" + word + "' is not known; known: PLAIN, COLOURED, each with -wide or without");
        }
    }
}
