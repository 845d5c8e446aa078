package io.kubeipvs.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTest {
    private static final VirtualServer.Key KEY = new VirtualServer.Key(Ip.parse("203.0.113.1"), 80, Protocol.TCP);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXTERNAL | EXTERNAL | ''",
                "REFUSE   | EXTERNAL | TURN EXTERNAL",
                "EXTERNAL | REFUSE   | TURN REFUSE",
                "LOCAL    | NO_LOCAL | TURN NO_LOCAL",
                "NO_LOCAL | LOCAL    | TURN LOCAL",
                "EXTERNAL | LOCAL    | TURN TURNING, RETIRE LOCAL",
                "EXTERNAL | NO_LOCAL | TURN TURNING, RETIRE NO_LOCAL",
                "LOCAL    | EXTERNAL | ADMIT TURNING, TURN EXTERNAL",
                "TURNING  | LOCAL    | RETIRE LOCAL",
                "TURNING  | EXTERNAL | TURN EXTERNAL",
            })
    void aChangeIsMadeWhereNobodyNoticesIt(Admission.Kind before, Admission.Kind after, String expected) {
        Turn turn = new Turn(KEY, true, true);
        assertThat(text(turn.operations(Optional.of(Admission.of(before)), Optional.of(Admission.of(after)))))
                .isEqualTo(expected);
    }

    @Test
    void aVipOpensBehindItsVirtualServerAndClosesBeforeItGoes() {
        Optional<Admission> open = Optional.of(Admission.of(Admission.Kind.CLUSTER));
        assertThat(text(new Turn(KEY, true, false).operations(Optional.empty(), open)))
                .isEqualTo("TURN CLUSTER");
        assertThat(text(new Turn(KEY, true, true).operations(open, Optional.empty())))
                .isEqualTo("TURN admit no more TCP 203.0.113.1:80");
    }

    @Test
    void aPortOfTheNodeIsKnownBeforeItsVirtualServerAndForgottenAfterIt() {
        Optional<Admission> open = Optional.of(Admission.of(Admission.Kind.EXTERNAL));
        assertThat(text(new Turn(KEY, false, false).operations(Optional.empty(), open)))
                .isEqualTo("ADMIT EXTERNAL");
        assertThat(text(new Turn(KEY, false, true).operations(open, Optional.empty())))
                .isEqualTo("RETIRE admit no more TCP 203.0.113.1:80");
    }

    @Test
    void whatAnotherProxyServesGoesOnAndThoseInsideHaveTheirsOnceItIsThere() {
        Admission split = new Admission(Admission.Kind.LOCAL, 0x6900_4001, Optional.empty());
        List<KernelOp> operations = new Turn(KEY, true, true).operations(Optional.empty(), Optional.of(split));
        assertThat(text(operations)).isEqualTo("ADMIT LOCAL, TURN LOCAL inside=0x69004001");
    }

    private static String text(List<KernelOp> operations) {
        return operations.stream()
                .map(op -> op.phase() + " " + op.toString().replace("admit TCP 203.0.113.1:80 ", ""))
                .collect(Collectors.joining(", "));
    }
}
