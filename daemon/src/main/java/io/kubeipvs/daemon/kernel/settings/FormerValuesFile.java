package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * The content of the file of former values, as JSON. Read and written token by token: binding it to classes would load
 * hundreds of others at each start.
 *
 * @param boot the identity of the machine's boot
 * @param changes of settings
 */
record FormerValuesFile(String boot, List<SysctlChange> changes) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a file's content. Fails with a {@code RuntimeException} if it is not such a file. */
    static FormerValuesFile read(String text) {
        String boot = null;
        List<SysctlChange> changes = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                if (name.equals("boot")) {
                    boot = json.getString();
                } else if (name.equals("changes")) {
                    require(json.currentToken() == JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        changes.add(change(json));
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        return new FormerValuesFile(Objects.requireNonNull(boot, "no boot"), changes);
    }

    private static SysctlChange change(JsonParser json) {
        require(json.currentToken() == JsonToken.START_OBJECT);
        Map<String, String> fields = new HashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            require(json.nextToken() == JsonToken.VALUE_STRING);
            fields.put(name, json.getString());
        }
        return new SysctlChange(field(fields, "key"), field(fields, "before"), field(fields, "after"));
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), "no " + name);
    }

    private static void require(boolean isSuch) {
        if (!isSuch) {
            throw new IllegalArgumentException("not a file of former values");
        }
    }

    /** The content of the file. */
    String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(new Pretty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("boot", boot);
            json.writeArrayPropertyStart("changes");
            for (SysctlChange change : changes) {
                json.writeStartObject();
                json.writeStringProperty("key", change.key());
                json.writeStringProperty("before", change.before());
                json.writeStringProperty("after", change.after());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
