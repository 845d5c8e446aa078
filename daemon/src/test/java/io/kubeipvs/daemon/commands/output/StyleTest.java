package io.kubeipvs.daemon.commands.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a text has colours. */
class StyleTest {
    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Style.of(true, Map.of("TERM", "xterm"))).isEqualTo(Style.COLOURED);
        assertThat(Style.of(false, Map.of("TERM", "xterm"))).isEqualTo(Style.PLAIN);
        assertThat(Style.of(true, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    }

    @Test
    void noColorSwitchesThemOff() {
        assertThat(Style.of(true, Map.of("NO_COLOR", "1"))).isEqualTo(Style.PLAIN);
        assertThat(Style.of(true, Map.of("NO_COLOR", ""))).isEqualTo(Style.COLOURED);
    }

    @Test
    void aColourEndsWithItsText() {
        assertThat(Style.COLOURED.good("ok")).isEqualTo("\u001b[32mok\u001b[0m");
        assertThat(Style.PLAIN.good("ok")).isEqualTo("ok");
    }
}
