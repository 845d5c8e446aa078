package io.kubeipvs.daemon.commands.ipvs;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;

/** The table of IPVS in a form of {@code ipvsadm}. It has no colours, so that programs that read ipvsadm's text can read it. */
record IpvsAnswer(IpvsListing table, IpvsadmText form) implements Answer {
    @Override
    public String text(Style style, boolean isWide) {
        return form.of(table);
    }

    @Override
    public Object document() {
        return table;
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.OK;
    }
}
