package io.kubeipvs.daemon.commands.probe;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.output.TextTable;

/** The answer of {@code probe}: all is well if every address and every endpoint can be connected to. */
public record ProbeAnswer(ProbeDocument document) implements Answer {
    @Override
    public String text(Style style, boolean isWide) {
        TextTable table = TextTable.of("SERVICE", "ADDRESS", "RESULT", "VERDICT");
        for (ProbeDocument.Probed one : document.addresses()) {
            String verdict = one.works() ? style.good(one.verdict()) : style.bad(one.verdict());
            table.row(one.target().service(), one.target().address(), one.result(), verdict);
            one.endpoints().forEach(endpoint -> table.row("", "  " + endpoint.address(), endpoint.result(), ""));
        }
        StringBuilder notes = new StringBuilder();
        document.notes().forEach(note -> notes.append(note).append('\n'));
        return table.toString() + notes;
    }

    @Override
    public ExitStatus status() {
        boolean works =
                !document.addresses().isEmpty() && document.addresses().stream().allMatch(ProbeDocument.Probed::works);
        return works ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
