package io.kubeipvs.daemon.commands.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    token: abc                        | token: [removed]
                    "client-key-data":"abc",          | "client-key-data":[removed],
                    --password=a1 --v=2               | --password=[removed] --v=2
                    Authorization: Bearer abcdef1234  | Authorization: [removed]
                    https://u:p@host/path             | https://[removed]@host/path
                    eyJhbGciOi.eyJzdWIi.c2ln end      | [removed] end
                    LS0tLS1CRUdJTiBSU0E= end          | [removed] end
                    """)
    void secretsAreRemoved(String text, String rest) {
        assertThat(Redaction.of(text)).isEqualTo(rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token",
                "kubeconfig: /etc/kubernetes/kube-proxy.conf",
                "TCP 10.96.0.1:80 rr",
                "kubeipvs_degraded{reason=\"source\"} 0",
                "default/secret-store  10.96.0.1  80/TCP",
                "net.ipv4.vs.secure_tcp = 0"
            })
    void whatIsNoSecretStays(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void aBlockOfPemIsRemoved() {
        assertThat(Redaction.of("a\n-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\nb"))
                .isEqualTo("a\n[removed]\nb");
    }
}
