package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kernel's settings as this program changes them: what they were is remembered, and can be put back. */
public final class NodeSettings {
    private final Sysctl sysctl;
    private final FormerValues former;

    /** These, remembered there. */
    public NodeSettings(Sysctl sysctl, FormerValues former) {
        this.sysctl = sysctl;
        this.former = former;
    }

    /** Those of this kernel, in the network namespace of the calling threads, remembered in this folder. */
    public static NodeSettings rememberedIn(Path folder) {
        return new NodeSettings(new Sysctl(), FormerValues.in(folder));
    }

    /** Those of this kernel, remembered as long as the program runs. */
    public static NodeSettings remembered() {
        return new NodeSettings(new Sysctl(), FormerValues.inMemory());
    }

    /** See {@link Sysctl#read}. */
    public Optional<String> read(String key) throws SysctlException {
        return sysctl.read(key);
    }

    /** See {@link Sysctl#set}. */
    public void set(String key, String value) throws SysctlException {
        former.remember(sysctl.set(key, value));
    }

    /**
     * What it was before it was changed here; nothing when it was not.
     *
     * @throws SysctlException when it may not be written here; it stays remembered
     */
    public Optional<Restoration> putBack(String key) throws SysctlException {
        Optional<SysctlChange> change = former.of(key);
        if (change.isEmpty()) {
            return Optional.empty();
        }
        Restoration restoration = sysctl.restore(change.get());
        former.forget(key);
        return Optional.of(restoration);
    }

    /**
     * What became of all that was remembered.
     *
     * @param restored how many have their former value again
     * @param changedByOthers keys that another program changed since, which stay as they are
     * @param problems what is not put back, and why
     */
    public record PutBack(int restored, List<String> changedByOthers, List<String> problems) {}

    /** Puts back everything that is remembered, as far as that is possible. */
    public PutBack putBackAll() {
        int restored = 0;
        List<String> changedByOthers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (SysctlChange change : former.all()) {
            try {
                if (putBackAny(change.key()) == Restoration.CHANGED_BY_OTHERS) {
                    changedByOthers.add(change.key());
                } else {
                    restored++;
                }
            } catch (NetlinkException | SysctlException e) {
                problems.add(e.getMessage());
            }
        }
        return new PutBack(restored, changedByOthers, problems);
    }

    private Restoration putBackAny(String key) throws NetlinkException, SysctlException {
        if (TimeoutsOfIpvs.isKey(key)) {
            return new TimeoutsOfIpvs(former).putBack();
        }
        return putBack(key).orElse(Restoration.ABSENT);
    }

    /** What is remembered. */
    public FormerValues former() {
        return former;
    }
}
