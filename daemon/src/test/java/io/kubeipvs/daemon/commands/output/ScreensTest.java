package io.kubeipvs.daemon.commands.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.RefusedQuestionException;
import io.kubeipvs.daemon.inspect.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that the running program makes for commands. */
class ScreensTest {
    private record Sample(String document) implements Answer {
        @Override
        public String text(Style style, boolean isWide) {
            return style.bad(document) + (isWide ? " wide" : "");
        }

        @Override
        public ExitStatus status() {
            return ExitStatus.NOT_RUNNING;
        }
    }

    private final Screens<String> screens = new Screens<>(Question::name, Sample::new);

    @Test
    void aQuestionWithoutFormIsAnsweredWithTheDocument() throws Exception {
        assertThat(screens.answer(new Question("sample", "web"))).isEqualTo("web");
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, false", "PLAIN, true", "COLOURED, false", "COLOURED, true"})
    void theTextHasTheFormThatTheCommandWouldPrint(Style style, boolean isWide) throws Exception {
        Question question = new Question("sample", "web").in(new Form(style, isWide).word());
        assertThat(screens.answer(question)).isEqualTo(new Screen(3, new Sample("web").text(style, isWide)));
    }

    @Test
    void anUnknownFormIsRefused() {
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> screens.answer(Question.of("sample").in("BRAILLE")))
                .withMessage("form: 'BRAILLE' is not known; known: PLAIN, COLOURED, each with -wide or without");
    }
}
