package io.kubeipvs.daemon.commands.ipvs;

import io.kubeipvs.daemon.kernel.ipvs.IpvsLister;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import java.util.Optional;

/** The table of IPVS at one moment, in each form of {@code ipvsadm}. It is read once, when it is first needed. */
public final class IpvsTexts {
    private Optional<IpvsListing> table = Optional.empty();

    /** {@code ipvsadm -Ln}. */
    public String list() {
        return text(IpvsadmText.LIST);
    }

    /** {@code ipvsadm -Ln --stats}. */
    public String stats() {
        return text(IpvsadmText.STATS);
    }

    /** {@code ipvsadm -Ln --rate}. */
    public String rate() {
        return text(IpvsadmText.RATE);
    }

    /** {@code ipvsadm -Sn}. */
    public String save() {
        return text(IpvsadmText.SAVE);
    }

    private String text(IpvsadmText form) {
        if (table.isEmpty()) {
            table = Optional.of(IpvsLister.read());
        }
        return form.of(table.get());
    }
}
