package io.kubeipvs.daemon.commands.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The look of a table. */
class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        TextTable table = TextTable.of("NAME", ">CONN", "NOTE")
                .row("web", "318", "")
                .row("a-long-name", "1.2k", "fine")
                .note("fix: nothing")
                .note("")
                .row("dns");
        assertThat(table).hasToString("""
                NAME         CONN  NOTE
                web           318
                a-long-name  1.2k  fine
                             fix: nothing
                dns
                """);
    }

    @Test
    void aColourTakesNoPlace() {
        TextTable table =
                TextTable.of("A", "B").row(Style.COLOURED.bad("x"), "1").row("yy", "2");
        assertThat(table).hasToString("A   B\n\u001b[31mx\u001b[0m   1\nyy  2\n");
    }

    @Test
    void aTableWithoutRowsIsItsHeadings() {
        assertThat(TextTable.of("A", "B")).hasToString("A  B\n");
    }

    @Test
    void aRowWithTooManyCellsIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextTable.of("A").row("1", "2"))
                .withMessage("2 cells for 1 columns");
    }
}
