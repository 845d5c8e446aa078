package io.kubeipvs.core.servercheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckBookTest {
    private static final ServiceName A = new ServiceName("default", "a");
    private static final ServiceName B = new ServiceName("default", "b");
    private static final ServerCheck ONE = check("10.36.0.1");
    private static final ServerCheck TWO = check("10.36.0.2");

    private final CheckBook book = new CheckBook();

    private static ServerCheck check(String address) {
        return new ServerCheck(Ip.parse(address), 8080, ServerCheck.Request.TCP, ServerCheck.Pace.DEFAULT);
    }

    private static CheckResult failed(ServerCheck check) {
        return new CheckResult(check, Optional.of("refused"));
    }

    private static CheckResult passed(ServerCheck check) {
        return new CheckResult(check, Optional.empty());
    }

    @Test
    void aCheckOfTwoServicesBeginsOnceAndEndsWithTheLast() {
        book.want(A, Set.of(ONE));
        book.want(B, Set.of(ONE, TWO));
        CheckBook.Changes begun = book.takeChanges();
        assertThat(begun.begun()).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(book.count()).isEqualTo(2);
        book.want(A, Set.of());
        assertThat(book.takeChanges()).isEqualTo(CheckBook.Changes.empty());
        book.want(B, Set.of(TWO));
        assertThat(book.takeChanges().ended()).containsExactly(ONE);
    }

    @Test
    void aResultConcernsTheServicesThatUseTheServerAndNoOther() {
        book.want(A, Set.of(ONE));
        book.want(B, Set.of(TWO));
        assertThat(book.take(List.of(failed(ONE)))).containsExactly(A);
        assertThat(book.failedOf(A)).isEqualTo(Map.of(ONE, "refused"));
        assertThat(book.failedOf(B)).isEmpty();
        assertThat(book.servicesWithFailure()).containsExactly(A);
        assertThat(book.take(List.of(failed(ONE)))).isEmpty();
        assertThat(book.take(List.of(passed(ONE)))).containsExactly(A);
        assertThat(book.failedOf(A)).isEmpty();
        assertThat(book.takeChanges().transitions())
                .containsExactly(
                        new CheckBook.Transition(failed(ONE), Set.of(A)),
                        new CheckBook.Transition(passed(ONE), Set.of(A)));
    }

    @Test
    void aCheckThatEndedIsForgottenAndTakesNoResult() {
        book.want(A, Set.of(ONE));
        book.take(List.of(failed(ONE)));
        book.want(A, Set.of());
        assertThat(book.failedCount()).isZero();
        assertThat(book.take(List.of(failed(ONE)))).isEmpty();
        book.want(A, Set.of(ONE));
        assertThat(book.failedOf(A)).isEmpty();
    }

    @Test
    void aCheckThatEndsAndBeginsAgainBeginsAnew() {
        book.want(A, Set.of(ONE));
        book.takeChanges();
        book.take(List.of(failed(ONE)));
        book.want(A, Set.of());
        book.want(B, Set.of(ONE));
        CheckBook.Changes changes = book.takeChanges();
        assertThat(changes.ended()).containsExactly(ONE);
        assertThat(changes.begun()).containsExactly(ONE);
        assertThat(book.failedOf(B)).isEmpty();
        book.want(B, Set.of());
        book.want(B, Set.of(ONE));
        book.want(B, Set.of());
        assertThat(book.takeChanges().begun()).isEmpty();
    }
}
