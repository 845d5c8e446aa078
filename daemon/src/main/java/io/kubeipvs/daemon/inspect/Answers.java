package io.kubeipvs.daemon.inspect;

import io.kubeipvs.daemon.sync.Questions;
import java.util.Map;
import java.util.TreeMap;

/** The questions that can be answered, by their kind. Built before the start, then safe for use by many threads. */
public final class Answers {
    private final Map<String, Source> sources = new TreeMap<>();

    /** Answers one kind of question. */
    @FunctionalInterface
    public interface Source {
        /**
         * The answer.
         *
         * @return a record; it is written as JSON while the client reads it
         * @throws Questions.BusyException when the sync thread is needed and busy
         */
        Object answer(Question question) throws RefusedQuestionException, Questions.BusyException, InterruptedException;
    }

    /** The document of a question without an answer. */
    public record Failure(String error) {}

    /** Adds the answers to one kind of question. */
    public Answers with(String get, Source source) {
        sources.put(get, source);
        return this;
    }

    Object answer(String line) throws InterruptedException {
        try {
            Question question = Question.parse(line);
            Source source = sources.get(question.get());
            if (source == null) {
                throw new RefusedQuestionException("get: '" + shortened(question.get()) + "' is not known; known: "
                        + String.join(", ", sources.keySet()) + "; use the kube-ipvs of the same version");
            }
            return source.answer(question);
        } catch (RefusedQuestionException | Questions.BusyException e) {
            return new Failure(e.getMessage());
        }
    }

    private static String shortened(String word) {
        return word.length() > 40 ? word.substring(0, 40) + "..." : word;
    }
}
