package io.kubeipvs.daemon.commands.output;

import java.io.PrintWriter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The forms in which a command can print its answer. The words are those of kubectl. */
enum OutputFormat {
    /** For people. */
    TEXT {
        @Override
        void print(Answer answer, Style style, PrintWriter out) {
            out.print(answer.text(style, false));
        }
    },
    /** For people, with every column. */
    WIDE {
        @Override
        void print(Answer answer, Style style, PrintWriter out) {
            out.print(answer.text(style, true));
        }
    },
    /** One JSON document. */
    JSON {
        @Override
        void print(Answer answer, Style style, PrintWriter out) {
            ObjectMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            write(mapper, answer, out);
            out.print('\n');
        }
    },
    /** One YAML document. */
    YAML {
        @Override
        void print(Answer answer, Style style, PrintWriter out) {
            write(new YAMLMapper(), answer, out);
        }
    };

    /** Whether it is for people. */
    boolean isText() {
        return this == TEXT || this == WIDE;
    }

    /** Prints the answer in this form, with an end of line behind each line. */
    abstract void print(Answer answer, Style style, PrintWriter out);

    private static void write(ObjectMapper mapper, Answer answer, PrintWriter out) {
        mapper.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).writeValue(out, answer.document());
    }
}
