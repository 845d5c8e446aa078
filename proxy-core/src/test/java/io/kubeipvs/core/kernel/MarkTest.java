package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void identifiesOurMarksAndTheirProtocol(Protocol protocol) {
        int mark = Mark.of(protocol, "default/web http 80");
        assertThat(Mark.isOurs(mark)).isTrue();
        assertThat(Mark.protocol(mark)).isEqualTo(protocol);
        assertThat(mark & Mark.MASQUERADE).isNotZero();
        assertThat(Mark.of(protocol, "default/web http 80"))
                .as("the same again")
                .isEqualTo(mark);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x4000, 0x10000, -1, 0x68004000})
    void anothersMarkIsNotOurs(int mark) {
        assertThat(Mark.isOurs(mark)).isFalse();
    }

    @Test
    void differsFromServiceToService() {
        Set<Integer> marks = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            marks.add(Mark.of(Protocol.TCP, "default/web-" + i + " http 80"));
        }
        assertThat(marks).hasSize(200);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theNextChoiceIsAnotherMarkOfTheSameProtocol(Protocol protocol) {
        Set<Integer> marks = new HashSet<>();
        int mark = Mark.of(protocol, "default/web http 80");
        for (int i = 0; i < 100_000; i++) {
            assertThat(Mark.isOurs(mark)).isTrue();
            assertThat(Mark.protocol(mark)).isEqualTo(protocol);
            assertThat(marks.add(mark)).isTrue();
            mark = Mark.next(mark);
        }
    }

    @Test
    void aVirtualServerByMarkHasNeitherAddressNorPort() {
        int mark = Mark.of(Protocol.UDP, "default/dns dns 53");
        VirtualServer.Key key = VirtualServer.Key.ofMark(Family.IPV6, mark);
        assertThat(key.protocol()).isEqualTo(Protocol.UDP);
        assertThat(key).hasToString("FWM " + Mark.text(mark) + " IPv6");
        assertThatThrownBy(() -> new VirtualServer.Key(Ip.parse("10.96.0.1"), 0, Protocol.UDP, mark))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
