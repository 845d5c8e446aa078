package io.kubeipvs.daemon.commands.probe;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.output.TextTable;
import java.util.List;

/**
 * The answer of {@code probe}: all is well if every address and every endpoint can be connected to.
 *
 * @param isOfAll whether every Service was asked for: then addresses that work are counted, and listed with {@code -o wide}
 */
public record ProbeAnswer(ProbeDocument document, boolean isOfAll) implements Answer {
    @Override
    public String text(Style style, boolean isWide) {
        List<ProbeDocument.Probed> all = document.addresses();
        List<ProbeDocument.Probed> shown =
                isOfAll && !isWide ? all.stream().filter(one -> !one.works()).toList() : all;
        StringBuilder text = new StringBuilder(shown.isEmpty() ? "" : table(shown, style));
        document.notes().forEach(note -> text.append(note).append('\n'));
        if (isOfAll) {
            long good = all.stream().filter(ProbeDocument.Probed::works).count();
            text.append(good + " of " + all.size() + " addresses work, with all their endpoints\n");
        }
        return text.toString();
    }

    private static String table(List<ProbeDocument.Probed> shown, Style style) {
        TextTable table = TextTable.of("SERVICE", "ADDRESS", "RESULT", "VERDICT");
        for (ProbeDocument.Probed one : shown) {
            String verdict = one.works() ? style.good(one.verdict()) : style.bad(one.verdict());
            table.row(one.target().service(), one.target().address(), one.result(), verdict);
            one.endpoints().forEach(endpoint -> table.row("", "  " + endpoint.address(), endpoint.result(), ""));
        }
        return table.toString();
    }

    @Override
    public ExitStatus status() {
        boolean works = (isOfAll || !document.addresses().isEmpty())
                && document.addresses().stream().allMatch(ProbeDocument.Probed::works);
        return works ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
