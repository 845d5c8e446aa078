package io.kubeipvs.daemon.commands.output;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The forms in which a command can print its answer. The words are those of kubectl. */
enum OutputFormat {
    /** For people. */
    TEXT {
        @Override
        String of(Answer answer, Style style) {
            return answer.text(style, false);
        }
    },
    /** For people, with every column. */
    WIDE {
        @Override
        String of(Answer answer, Style style) {
            return answer.text(style, true);
        }
    },
    /** One JSON document. */
    JSON {
        @Override
        String of(Answer answer, Style style) {
            ObjectMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            return mapper.writeValueAsString(answer.document()) + "\n";
        }
    },
    /** One YAML document. */
    YAML {
        @Override
        String of(Answer answer, Style style) {
            return new YAMLMapper().writeValueAsString(answer.document());
        }
    };

    /** The answer in this form, with an end of line behind each line. */
    abstract String of(Answer answer, Style style);
}
