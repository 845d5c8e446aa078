package io.kubeipvs.daemon.commands.output;

/** The answer of a command: one content, as text for people and as a document for programs. */
public interface Answer {
    /**
     * The text, with an end of line behind each line.
     *
     * @param isWide whether the user wants every column
     */
    String text(Style style, boolean isWide);

    /** The content of JSON and YAML: a record, a list, a map or a {@link tools.jackson.databind.JsonNode}. */
    Object document();

    /** The exit status of the command. */
    ExitStatus status();
}
