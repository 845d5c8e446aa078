package io.kubeipvs.daemon.commands.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class CheckAnswerTest {
    private static final CheckResult FINE = CheckResult.ok("link", "there");
    private static final CheckResult SO_SO = CheckResult.warning("forwarding", "is 0", "sysctl -w it=1");
    private static final CheckResult BAD = CheckResult.missing("IPVS", "none", "modprobe ip_vs");
    private static final CheckResult NO_FILTER =
            CheckResult.missing("nf_tables", "none", "modprobe -a nf_tables nft_ct; or boot Linux 5.9 or newer");
    private static final CheckResult HOPELESS = CheckResult.missing("API", "give --kubeconfig FILE", "");

    @TempDir
    private Path folder;

    private CheckAnswer answer(CheckResult... results) {
        return new CheckAnswer(List.of(results), ModuleFiles.in(folder));
    }

    private String text(CheckResult... results) {
        return answer(results).text(Style.PLAIN, false);
    }

    @Test
    void everyProbeHasARowAndItsFixBelowIt() {
        assertThat(text(FINE, SO_SO, BAD, HOPELESS)).isEqualTo("""
                WHAT        STATE    DETAIL
                link        OK       there
                forwarding  WARNING  is 0
                            fix: sysctl -w it=1
                IPVS        MISSING  none
                            fix: modprobe ip_vs
                API         MISSING  give --kubeconfig FILE
                not ready: 2 missing, 1 warning
                """);
    }

    @Test
    void theLastLineIsTheConclusion() {
        assertThat(text(FINE)).endsWith("there\nready\n");
        assertThat(answer(FINE).status()).isEqualTo(ExitStatus.OK);
        assertThat(text(FINE, SO_SO)).endsWith("\nready, with 1 warning\n");
        assertThat(answer(SO_SO).status()).isEqualTo(ExitStatus.OK);
        assertThat(answer(BAD).status()).isEqualTo(ExitStatus.FAILED);
    }

    @Test
    void theModulesOfAllRowsAreOneCommand() {
        assertThat(text(BAD, BAD, NO_FILTER))
                .endsWith("all at once: modprobe -a ip_vs nf_tables nft_ct\nnot ready: 3 missing, 0 warnings\n");
    }

    @Test
    void aModuleWithoutFileIsNamed() throws IOException {
        Files.writeString(
                folder.resolve("modules.dep"), "kernel/net/netfilter/ipvs/ip_vs.ko.xz: kernel/lib/libcrc32c.ko.xz\n");
        Files.writeString(folder.resolve("modules.builtin"), "kernel/net/netfilter/nf-tables.ko\n");
        assertThat(text(BAD)).doesNotContain("no file of");
        assertThat(text(BAD, NO_FILTER))
                .contains(
                        "\nthis kernel has no file of nft_ct: install the package with all modules of this kernel, or boot"
                                + " another kernel\n");
    }

    @Test
    void theDocumentHasTheResults() {
        assertThat(JsonMapper.shared().valueToTree(answer(FINE, BAD).document()).toString())
                .isEqualTo("{\"ready\":false,\"results\":[{\"what\":\"link\",\"state\":\"OK\",\"detail\":\"there\","
                        + "\"fix\":\"\"},{\"what\":\"IPVS\",\"state\":\"MISSING\",\"detail\":\"none\","
                        + "\"fix\":\"modprobe ip_vs\"}],\"modules\":[\"ip_vs\"],\"noFile\":[]}");
    }
}
