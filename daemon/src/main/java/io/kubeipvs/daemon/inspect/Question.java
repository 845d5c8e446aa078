package io.kubeipvs.daemon.inspect;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A question of a command, one line of JSON, for instance {@code {"get":"service","name":"default/web"}}.
 *
 * @param get its kind
 * @param name the object that it is about; "" for a question about the node
 */
public record Question(String get, String name) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    public Question {
        get = get == null ? "" : get;
        name = name == null ? "" : name;
    }

    /** A question about the node. */
    public static Question of(String get) {
        return new Question(get, "");
    }

    /** Reads one. */
    static Question parse(String line) throws RefusedQuestionException {
        try {
            Question question = JSON.readValue(line, Question.class);
            if (question != null) {
                return question;
            }
        } catch (JacksonException e) {
            throw new RefusedQuestionException("the question is no JSON object: " + firstLine(e.getOriginalMessage()));
        }
        throw new RefusedQuestionException("the question is no JSON object");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    String line() {
        return JSON.writeValueAsString(this) + "\n";
    }
}
