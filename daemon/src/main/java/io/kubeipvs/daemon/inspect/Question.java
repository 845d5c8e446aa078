package io.kubeipvs.daemon.inspect;

import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A question of a command, one line of JSON, for instance {@code {"get":"service","name":"default/web"}}.
 *
 * @param get its kind
 * @param name the object that it is about; "" for a question about the node
 * @param form of a screen that is to be made of the answer; "" = the document itself
 */
public record Question(String get, String name, String form) {
    /** Reads and writes JSON without records: a command needs a tenth of a second to set up the other way. */
    static final JsonFactory STREAMS = new JsonFactory();

    public Question {
        get = get == null ? "" : get;
        name = name == null ? "" : name;
        form = form == null ? "" : form;
    }

    /** A question about an object. */
    public Question(String get, String name) {
        this(get, name, "");
    }

    /** A question about the node. */
    public static Question of(String get) {
        return new Question(get, "");
    }

    /** The same, for a {@link Screen} of this form. */
    public Question in(String other) {
        return new Question(get, name, other);
    }

    /** Reads one. */
    static Question parse(String line) throws RefusedQuestionException {
        try {
            Question question = Json.MAPPER.readValue(line, Question.class);
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
        StringWriter line = new StringWriter();
        try (JsonGenerator json = STREAMS.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("get", get);
            json.writeStringProperty("name", name);
            json.writeStringProperty("form", form);
            json.writeEndObject();
        }
        return line + "\n";
    }
}
