package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/vnd.kubernetes.protobuf | '' | application/vnd.kubernetes.protobuf,application/json
            application/json | '' | application/json
            application/vnd.kubernetes.protobuf | application/json | application/json
            application/json | application/vnd.kubernetes.protobuf | application/vnd.kubernetes.protobuf
            application/json | application/cbor, application/vnd.kubernetes.protobuf | application/vnd.kubernetes.protobuf
            application/json | application/json;as=Table;v=v1;g=meta.k8s.io,*/*;q=0.8 | application/json,*/*
            """)
    void aServerIsAskedForTypesThatAreReadHere(String preferred, String accepted, String header) {
        assertThat(new ContentTypes(preferred, accepted).header()).isEqualTo(header);
    }
}
