package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.JsonValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** An answer in JSON. For one thread. */
final class JsonAnswer implements ApiAnswer {
    /** Levels of maps and lists of one object. None of the API's own types has half as many. */
    private static final int DEEPEST = 64;

    /** Anything is parsed, however deep and long, so that one odd object takes no other with it. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final InputStream answer;
    private JsonParser parser;
    private JsonValues values;

    /** @param answer is closed with this */
    JsonAnswer(InputStream answer) {
        this.answer = answer;
    }

    /** Whether there is another value. A parser waits for bytes as soon as it is made, to learn their encoding. */
    private boolean next() {
        if (parser == null) {
            parser = JSON.createParser(ObjectReadContext.empty(), answer);
            values = JsonValues.ofServer(parser, DEEPEST);
        }
        return parser.nextToken() != null;
    }

    @Override
    public Event event() throws IOException {
        return read("an event", () -> next() ? readEvent() : null);
    }

    private Event readEvent() throws IOException {
        String type = null;
        ApiObject object = null;
        requireMap("an event");
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (key.equals("object")) {
                object = ApiObject.of(values);
            } else if (key.equals("type")) {
                type = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
        if (type == null || object == null) {
            throw new MalformedException("an event has no type or no object", null);
        }
        return new Event(type, object);
    }

    /** Null instead of its items is no item, as a server written in Go has it. */
    @Override
    public Page page(Consumer<ApiObject> items) throws IOException {
        Page page = read("a list", () -> next() ? readPage(items) : null);
        if (page == null) {
            throw new MalformedException("a list is not whole", null);
        }
        answer.transferTo(OutputStream.nullOutputStream()); // to the end, where a compressed one has its checksum
        return page;
    }

    private Page readPage(Consumer<ApiObject> items) throws IOException {
        Page page = null;
        boolean hasItems = false;
        requireMap("a list");
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            JsonToken first = parser.nextToken();
            if (key.equals("items")) {
                readItems(items);
                hasItems = true;
            } else if (key.equals("metadata") && first == JsonToken.START_OBJECT) {
                page = metadata();
            } else {
                parser.skipChildren();
            }
        }
        if (!hasItems || page == null || page.version() == null) {
            throw new MalformedException("a list has no " + (hasItems ? "version" : "items"), null);
        }
        return page;
    }

    private void readItems(Consumer<ApiObject> items) throws MalformedException {
        JsonToken first = parser.currentToken();
        if (first != JsonToken.START_ARRAY && first != JsonToken.VALUE_NULL) {
            throw new MalformedException("the items of a list are no list", null);
        }
        while (first != JsonToken.VALUE_NULL && parser.nextToken() != JsonToken.END_ARRAY) {
            items.accept(ApiObject.of(values));
        }
    }

    private Page metadata() {
        String version = null;
        String next = null;
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (key.equals("resourceVersion")) {
                version = parser.getValueAsString();
            } else if (key.equals("continue")) {
                next = parser.getValueAsString();
            } else {
                parser.skipChildren();
            }
        }
        return new Page(version, next == null || next.isEmpty() ? null : next);
    }

    /** The fields of the one object in an answer. */
    static FieldMap object(String answer) throws IOException {
        try (JsonAnswer json = new JsonAnswer(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)))) {
            ApiObject object = read("an object", () -> json.next() ? ApiObject.of(json.values) : null);
            if (object == null) {
                throw new MalformedException("an object is not whole", null);
            }
            return object.fields();
        }
    }

    private void requireMap(String what) throws MalformedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedException(what + " is not a map", null);
        }
    }

    private interface Reader<T> {
        T read() throws IOException;
    }

    private static <T> T read(String what, Reader<T> reader) throws IOException {
        try {
            return reader.read();
        } catch (UnexpectedEndOfInputException e) {
            return null;
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new MalformedException(what + " is not JSON", e);
        }
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
