package io.kubeipvs.daemon.inspect;

import tools.jackson.databind.json.JsonMapper;

/** The mapper of records to JSON and back. A class of its own: a command that reads a {@link Screen} does not set it up. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}
}
