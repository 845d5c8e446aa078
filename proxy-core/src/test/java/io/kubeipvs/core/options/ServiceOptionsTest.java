package io.kubeipvs.core.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.options.ServiceOption.Holder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceOptionsTest {
    private static final ServiceOption<Integer> SIZE =
            ServiceOption.named("size", OptionType.number(1, 9)).on(Holder.SERVICE);
    private static final ServiceOption<Boolean> FAST =
            ServiceOption.named("fast", OptionType.TRUTH).on(Holder.SERVICE);

    @Test
    void anUnusableTextKeepsTheFormerValueUntilTheNextUsableOne() {
        ServiceOptions before = ServiceOptions.NONE.with(SIZE, 3);
        ServiceOptions now = ServiceOptions.NONE.with(FAST, true).withUnusable(SIZE);
        assertThat(now.after(before))
                .isEqualTo(ServiceOptions.NONE.with(FAST, true).with(SIZE, 3));
        assertThat(ServiceOptions.NONE.with(SIZE, 4).after(before).get(SIZE)).contains(4);
        assertThat(ServiceOptions.NONE.after(before).get(SIZE)).isEmpty();
    }

    @Test
    void anUnusableTextWithoutAFormerValueIsTheDefault() {
        assertThat(ServiceOptions.NONE.withUnusable(SIZE).after(ServiceOptions.NONE))
                .isEqualTo(ServiceOptions.NONE);
    }

    @Test
    void whatIsNotAllowedIsWithheldAndNamed() {
        ServiceOptions chosen = ServiceOptions.NONE.with(SIZE, 3).with(FAST, true);
        assertThat(chosen.allowed(Set.of(FAST)).get(SIZE)).isEmpty();
        assertThat(chosen.allowed(Set.of(FAST)).isSet(FAST)).isTrue();
        assertThat(chosen.allowed(Set.of(FAST)).withheld()).containsExactly(SIZE);
        assertThat(chosen.allowed(Set.of(FAST, SIZE))).isEqualTo(chosen);
    }

    @Test
    void textsAreSortedByName() {
        assertThat(ServiceOptions.NONE.with(SIZE, 3).with(FAST, true).texts().entrySet())
                .containsExactly(Map.entry("fast", "true"), Map.entry("size", "3"));
    }
}
