package io.kubeipvs.daemon.k8s.api;

import java.io.IOException;

/** The same with a server that sends JSON, whatever a client accepts. */
class ApiSourceJsonWireTest extends ApiSourceWireTest {
    @Override
    StandInApiServer server() throws IOException {
        return new StandInApiServer().withoutProtobuf();
    }
}
