package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 192.168.1.2, true",
        "0.0.0.0, fd00:192::2, false",
        "::, 192.168.1.2, true",
        "::, fd00:192::2, true",
        "192.168.1.2, 192.168.1.2, true",
        "192.168.1.3, 192.168.1.2, false",
    })
    void getsThePacketsToItsAddresses(String listener, String address, boolean isServed) {
        Listener ssh = new Listener(Protocol.TCP, Ip.parse(listener), 22);
        assertThat(ssh.serves(Protocol.TCP, Ip.parse(address), 22)).isEqualTo(isServed);
        assertThat(ssh.serves(Protocol.TCP, Ip.parse(address), 23)).isFalse();
        assertThat(ssh.serves(Protocol.UDP, Ip.parse(address), 22)).isFalse();
    }
}
