package io.kubeipvs.daemon.inspect;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * An answer as a command prints it. The running program makes it, so that the command, which is a JVM that has just started,
 * needs no classes for its content.
 *
 * @param exit the exit status of the command
 * @param text with an end of line behind each line
 */
public record Screen(int exit, String text) {
    /**
     * Reads one.
     *
     * @throws RefusedQuestionException when it is something else: a kube-ipvs of another version makes no such text
     */
    static Screen read(byte[] answer) throws RefusedQuestionException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = Question.STREAMS.createParser(ObjectReadContext.empty(), answer)) {
            json.nextToken();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                members.put(name, json.getString());
                if (value.isStructStart()) {
                    json.skipChildren();
                }
            }
        }
        if (!members.containsKey("exit") || !members.containsKey("text")) {
            throw new RefusedQuestionException(
                    "the kube-ipvs that runs here makes no such text; use the kube-ipvs of the same version");
        }
        return new Screen(Integer.parseInt(members.get("exit")), members.get("text"));
    }
}
