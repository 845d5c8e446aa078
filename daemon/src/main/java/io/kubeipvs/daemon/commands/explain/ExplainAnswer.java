package io.kubeipvs.daemon.commands.explain;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;

/** The answer of {@code explain}: all is well if every packet is served and the kernel agrees. */
public record ExplainAnswer(ExplainDocument document) implements Answer {
    @Override
    public String text(Style style, boolean isWide) {
        return ExplainText.of(document, style);
    }

    @Override
    public ExitStatus status() {
        boolean isServed = !document.packets().isEmpty()
                && document.packets().stream().allMatch(ExplainDocument.Explained::isServed);
        return isServed ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
