package io.kubeipvs.daemon.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BesideTest {
    @Test
    void theValueIsMadeWhileItsUserWorks() {
        CountDownLatch userWorks = new CountDownLatch(1);
        Beside<String> name = Beside.make("beside-test", () -> {
            userWorks.await();
            return Thread.currentThread().getName();
        });
        userWorks.countDown();
        assertThat(name.get()).isEqualTo("beside-test");
        assertThat(name.get()).isEqualTo("beside-test");
    }

    @Test
    void aFailureIsThrownWhereTheValueIsTaken() {
        Beside<String> broken = Beside.make("beside-test", () -> {
            throw new ArithmeticException("by zero");
        });
        assertThatThrownBy(broken::get).hasRootCauseMessage("by zero");
    }
}
