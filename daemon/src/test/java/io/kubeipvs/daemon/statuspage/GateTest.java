package io.kubeipvs.daemon.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.daemon.config.StatusReaders;
import io.kubeipvs.daemon.http.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read the page. */
class GateTest {
    private static final StatusReaders SOME = new StatusReaders(
            true, List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32")), List.of("node-1.example.com"));

    private static String answer(StatusReaders readers, String client, String host) throws UnknownHostException {
        Request request =
                new Request("GET", "/status", "", "", host == null ? "" : host, InetAddress.getByName(client));
        return new Gate(readers)
                .refusal(request)
                .map(text -> text.split("[; ]")[0])
                .orElse("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:10249, allowed",
        "127.9.8.7, localhost, allowed",
        "127.0.0.1, LOCALHOST:10249, allowed",
        "::1, [::1]:10249, allowed",
        "127.0.0.1, , allowed",
        "::ffff:127.0.0.1, localhost, allowed",
        "127.0.0.1, node-1.example.com, ask",
        "127.0.0.1, localhost.example.com, ask",
        "127.0.0.1, localhost:10249:1, ask",
        "127.0.0.1, [node-1], ask",
        "192.0.2.7, 192.0.2.1:10249, the",
        "10.36.0.1, localhost, the",
        "fe80::1%1, [fe80::2], the",
    })
    void byDefaultProgramsOfThisHost(String client, String host, String answer) throws Exception {
        assertThat(answer(StatusReaders.DEFAULT, client, host)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.1:10249, allowed",
        "192.0.2.7, Node-1.example.com:10249, allowed",
        "2001:db8::7, [2001:db8::1]:10249, allowed",
        "127.0.0.1, localhost, allowed",
        "192.0.3.7, 192.0.2.1:10249, the",
        "192.0.2.7, node-2.example.com, ask",
    })
    void othersAsConfigured(String client, String host, String answer) throws Exception {
        assertThat(answer(SOME, client, host)).isEqualTo(answer);
    }
}
