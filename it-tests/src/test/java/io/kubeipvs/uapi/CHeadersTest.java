package io.kubeipvs.uapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CHeadersTest {

    @Test
    void enumeratorsCountOnFromTheLastNumberGiven() {
        CHeaders headers = headers("""
                enum colour { // a comment
                    RED,      /* another, with a { in it */
                    #define ROUGE RED
                    GREEN = 7,
                    BLUE,
                    LAST = BLUE,
                    __COLOUR_MAX
                };
                #define COLOUR_MAX (__COLOUR_MAX - 1)
                """);

        assertThat(headers.value("RED")).isEqualTo(0L);
        assertThat(headers.value("ROUGE")).isEqualTo(0L);
        assertThat(headers.value("BLUE")).isEqualTo(8L);
        assertThat(headers.value("__COLOUR_MAX")).isEqualTo(9L);
        assertThat(headers.value("COLOUR_MAX")).isEqualTo(8L);
        assertThat(headers.siblings("BLUE")).containsExactly("RED", "GREEN", "BLUE", "LAST");
        assertThat(headers.siblings("ROUGE")).isEmpty();
    }

    @Test
    void anEnumeratorThatAMacroRepeatsIsTheEnumerator() {
        assertThat(headers("enum { A = 16,\n#define A A\n B\n};\n").value("A")).isEqualTo(16L);
    }

    @ParameterizedTest
    @CsvSource({
        "0x10, 16",
        "010, 8",
        "4U, 4",
        "(1ULL << 15), 32768",
        "~(A | B), -7",
        "2 + 3 * 4, 14",
        "1 << 2 + 1, 8",
        "-1, -1",
        "(A + 8) & ~3, 8",
    })
    void expressionsAreWorkedOut(String expression, long value) {
        CHeaders headers = headers("#define A 2\n#define B 4\n#  define  X  " + expression + " /* why */\n");

        assertThat(headers.value("X")).isEqualTo(value);
    }

    @Test
    void expressionsOfKnownNamesHaveAValue() {
        CHeaders headers = headers("#define SUBSYSTEM 10\n#define MESSAGE 3\n");

        assertThat(headers.defines("SUBSYSTEM<<8|MESSAGE")).isTrue();
        assertThat(headers.value("SUBSYSTEM<<8|MESSAGE")).isEqualTo(0xA03L);
        assertThat(headers.defines("SUBSYSTEM<<8|OTHER")).isFalse();
    }

    @Test
    void textsAreTexts() {
        assertThat(headers("#define NAME\t\t\"IPVS\"\n").value("NAME")).isEqualTo("IPVS");
    }

    @Test
    void whatIsNoNumberIsNotGuessed() {
        CHeaders headers = headers("#define SIZE sizeof(struct x)\n#define EMPTY\n");

        assertThat(headers.defines("EMPTY")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> headers.value("SIZE"));
        assertThatIllegalArgumentException().isThrownBy(() -> headers.value("UNKNOWN"));
    }

    private static CHeaders headers(String text) {
        CHeaders headers = new CHeaders();
        headers.add(text);
        return headers;
    }
}
