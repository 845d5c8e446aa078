package io.kubeipvs.daemon.commands.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rest is compared with ipvsadm itself, on a kernel. */
class IpvsadmTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, '        0'",
        "99999999, ' 99999999'",
        "100000000, '  100000K'",
        "999999999, '  999999K'",
        "1000000000, '    1000M'",
        "99999999999, '   99999M'",
        "100000000000, '     100G'",
        "100000000000000, '     100T'"
    })
    void aNumberHasNineCharacters(long number, String text) {
        assertThat(IpvsadmText.large(number)).isEqualTo(text);
    }
}
