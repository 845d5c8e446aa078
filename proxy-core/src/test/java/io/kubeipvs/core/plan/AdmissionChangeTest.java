package io.kubeipvs.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionChangeTest {
    private static final VirtualServer.Key KEY = new VirtualServer.Key(Ip.parse("203.0.113.1"), 80, Protocol.TCP);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXTERNAL | EXTERNAL | ''",
                "REFUSE   | EXTERNAL | CHANGE_ADMISSIONS EXTERNAL",
                "EXTERNAL | REFUSE   | CHANGE_ADMISSIONS REFUSE",
                "LOCAL    | NO_LOCAL | CHANGE_ADMISSIONS NO_LOCAL",
                "NO_LOCAL | LOCAL    | CHANGE_ADMISSIONS LOCAL",
                "EXTERNAL | LOCAL    | CHANGE_ADMISSIONS TRANSITION, CLEAN_UP_FILTER LOCAL",
                "EXTERNAL | NO_LOCAL | CHANGE_ADMISSIONS TRANSITION, CLEAN_UP_FILTER NO_LOCAL",
                "LOCAL    | EXTERNAL | ADMIT TRANSITION, CHANGE_ADMISSIONS EXTERNAL",
                "TRANSITION  | LOCAL    | CLEAN_UP_FILTER LOCAL",
                "TRANSITION  | EXTERNAL | CHANGE_ADMISSIONS EXTERNAL",
            })
    void aChangeIsMadeWhereNobodyNoticesIt(Admission.Kind before, Admission.Kind after, String expected) {
        AdmissionChange change = new AdmissionChange(KEY, true, true);
        assertThat(text(change.operations(Optional.of(Admission.of(before)), Optional.of(Admission.of(after)))))
                .isEqualTo(expected);
    }

    @Test
    void aVipOpensBehindItsVirtualServerAndClosesBeforeItGoes() {
        Optional<Admission> open = Optional.of(Admission.of(Admission.Kind.CLUSTER));
        assertThat(text(new AdmissionChange(KEY, true, false).operations(Optional.empty(), open)))
                .isEqualTo("CHANGE_ADMISSIONS CLUSTER");
        assertThat(text(new AdmissionChange(KEY, true, true).operations(open, Optional.empty())))
                .isEqualTo("CHANGE_ADMISSIONS drop admission TCP 203.0.113.1:80");
    }

    @Test
    void aPortOfTheNodeIsKnownBeforeItsVirtualServerAndForgottenAfterIt() {
        Optional<Admission> open = Optional.of(Admission.of(Admission.Kind.EXTERNAL));
        assertThat(text(new AdmissionChange(KEY, false, false).operations(Optional.empty(), open)))
                .isEqualTo("ADMIT EXTERNAL");
        assertThat(text(new AdmissionChange(KEY, false, true).operations(open, Optional.empty())))
                .isEqualTo("CLEAN_UP_FILTER drop admission TCP 203.0.113.1:80");
    }

    @Test
    void whatAnotherProxyServesGoesOnAndThoseInsideHaveTheirsOnceItIsThere() {
        Admission split = new Admission(Admission.Kind.LOCAL, 0x6900_4001, Optional.empty());
        List<FilterOp> operations =
                new AdmissionChange(KEY, true, true).operations(Optional.empty(), Optional.of(split));
        assertThat(text(operations)).isEqualTo("ADMIT LOCAL, CHANGE_ADMISSIONS LOCAL in-cluster-mark=0x69004001");
    }

    private static String text(List<FilterOp> operations) {
        return operations.stream()
                .map(op -> op.phase() + " " + op.toString().replace("admit TCP 203.0.113.1:80 ", ""))
                .collect(Collectors.joining(", "));
    }
}
