package io.kubeipvs.daemon.commands.config;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.Configz;

/**
 * The effective configuration. Its text is the two files that have this content, as two documents of YAML; as a document it
 * is the page {@code /configz}.
 */
public record ConfigAnswer(ConfigFile.Content content) implements Answer {
    @Override
    public String text(Style style, boolean isWide) {
        return Configz.file(content) + Configz.ownFile(content);
    }

    @Override
    public Object document() {
        return Configz.tree(content);
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.OK;
    }
}
