package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of all kernel settings that the program changes, in the network namespace of the calling thread. It
 * remembers former values before it writes, sets again what another program changed, and tries again what the kernel
 * refused. For one thread.
 */
public final class KernelSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSettings.class);

    /** The packet path alone: nothing that an operator chooses. */
    private static final NodeTuning NO_TUNING = NodeTuning.DEFAULT.withConntrack(NodeTuning.DEFAULT
            .conntrack()
            .with(c -> c.maxPerCore(0).tcpEstablished(Duration.ZERO).tcpCloseWait(Duration.ZERO)));

    private final Place sysctls;
    private final Place timeouts;
    private final Host host;
    private final FormerValues former;
    private NodeTuning wanted = NO_TUNING;

    /** The value that was set last, by key. */
    private final Map<String, Accepted> accepted = new HashMap<>();

    /** The last logged line about a setting that is not as wanted, by key. */
    private final Map<String, String> logged = new HashMap<>();

    /** A value, and how the kernel spells it. */
    private record Accepted(String value, String spelled) {}

    /** @param root where {@code proc} and {@code sys} are, {@code /} except in tests */
    KernelSettings(Path root, Place sysctls, Place timeouts, FormerValues former) {
        this.sysctls = sysctls;
        this.timeouts = timeouts;
        this.host = new Host(root, sysctls);
        this.former = former;
    }

    private KernelSettings(FormerValues former) {
        this(Path.of("/"), new SysctlPlace(new Sysctl()), new IpvsTimeoutsPlace(), former);
    }

    /** The kernel's settings, with former values in a file of this folder. */
    public static KernelSettings rememberedIn(Path folder) {
        return new KernelSettings(FormerValues.in(folder));
    }

    /** The kernel's settings, with former values that are known as long as the program runs. */
    public static KernelSettings remembered() {
        return new KernelSettings(FormerValues.inMemory());
    }

    /** The operator's choices, from the next {@link #enforce} on. Before the first call nothing of them is set. */
    public void want(NodeTuning tuning) {
        wanted = tuning;
    }

    /** Sets what is not as wanted. A setting that is refused keeps no other from being set. */
    public Preparation enforce() {
        List<String> repaired = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Setting setting : OwnedSettings.ALL) {
            try {
                Wish wish = setting.rule().of(wanted, host);
                if (wish.kind() == Wish.Kind.BLOCKED) {
                    problems.add(problem(setting, wish.cause(), wish.fix()));
                } else {
                    enforce(setting, wish).ifPresent(repaired::add);
                }
            } catch (SettingException e) {
                problems.add(problem(setting, e.getMessage(), e.fix()));
            }
        }
        return new Preparation(repaired, problems);
    }

    /** Returns what was repaired. */
    private Optional<String> enforce(Setting setting, Wish wish) throws SettingException {
        return switch (wish.kind()) {
            case SET, RAISE, MERGE -> set(setting, wish);
            case PUT_BACK -> {
                accepted.remove(setting.key());
                putBackLogged(setting.key());
                logged.remove(setting.key());
                yield Optional.empty();
            }
            default -> {
                accepted.remove(setting.key());
                keep(setting, wish);
                yield Optional.empty();
            }
        };
    }

    private void keep(Setting setting, Wish wish) {
        if (wish.cause().isEmpty()) {
            logged.remove(setting.key());
        } else if (!wish.cause().equals(logged.put(setting.key(), wish.cause()))) {
            LOG.info("setting_kept setting={} cause=\"{}\"", setting.key(), wish.cause());
        }
    }

    private Optional<String> set(Setting setting, Wish wish) throws SettingException {
        String key = setting.key();
        Place place = place(key);
        Optional<String> current = place.read(key);
        Accepted last = accepted.get(key);
        boolean wasSet = last != null && last.value().equals(wish.value());
        String target = wish.target(current.orElse(""));
        boolean isMet = current.equals(Optional.of(target)) || wasSet && current.equals(Optional.of(last.spelled()));
        if (isMet) {
            accepted.put(key, new Accepted(wish.value(), current.get()));
            solved(key);
            return Optional.empty();
        }
        String spelled = write(key, current, target);
        accepted.put(key, new Accepted(wish.value(), spelled));
        solved(key);
        String change = "setting " + key + ": " + current.orElse("") + " instead of " + spelled;
        if (wasSet) {
            LOG.warn("setting_repaired setting={} found=\"{}\" set=\"{}\"", key, current.orElse(""), spelled);
            return Optional.of(change);
        }
        LOG.info("setting_set setting={} from=\"{}\" to=\"{}\"", key, current.orElse(""), spelled);
        return Optional.empty();
    }

    /** Remembers the former value first: a program that is killed in between leaves nothing that cannot be put back. */
    private String write(String key, Optional<String> current, String value) throws SettingException {
        Optional<SysctlChange> known = former.of(key);
        current.ifPresent(before -> former.remember(new SysctlChange(key, before, value)));
        try {
            String spelled = place(key).write(key, value);
            former.correct(key, spelled);
            return spelled;
        } catch (SettingException e) {
            former.replace(key, known);
            throw e;
        }
    }

    private void solved(String key) {
        if (logged.remove(key) != null) {
            LOG.info("setting_not_set_no_more setting={}", key);
        }
    }

    private Problem problem(Setting setting, String cause, String fix) {
        String text = cause + "; " + setting.effect() + "; " + fix;
        if (!text.equals(logged.put(setting.key(), text))) {
            LOG.warn(
                    "setting_not_set setting={} cause=\"{}\" effect=\"{}\" fix=\"{}\"",
                    setting.key(),
                    cause,
                    setting.effect(),
                    fix);
        }
        return new Problem("setting " + setting.key() + " is not as wanted: " + cause + "; " + setting.effect(), fix);
    }

    private Place place(String key) {
        return key.equals(IpvsTimeoutsPlace.KEY) ? timeouts : sysctls;
    }

    /**
     * The result for all former values.
     *
     * @param restored how many settings have their former value again
     * @param changedByOthers keys that another program changed since, which stay as they are
     * @param problems what is not put back, and why
     */
    public record PutBack(int restored, List<String> changedByOthers, List<String> problems) {}

    /** Gives every setting that was changed here its former value, as far as that is possible. */
    public PutBack putBackAll() {
        int restored = 0;
        List<String> changedByOthers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (SysctlChange change : former.all()) {
            try {
                if (putBack(change.key()) == Restoration.CHANGED_BY_OTHERS) {
                    changedByOthers.add(change.key());
                } else {
                    restored++;
                }
            } catch (SettingException e) {
                problems.add(change.key() + ": " + e.getMessage());
            }
        }
        return new PutBack(restored, changedByOthers, problems);
    }

    /** Whether a setting was changed here and not put back. */
    public boolean isAnyChanged() {
        return !former.all().isEmpty();
    }

    private void putBackLogged(String key) throws SettingException {
        Optional<SysctlChange> change = former.of(key);
        if (putBack(key) == Restoration.RESTORED) {
            change.ifPresent(last -> LOG.info("setting_put_back setting={} to=\"{}\"", key, last.before()));
        }
    }

    /** A setting that is not put back stays remembered. */
    private Restoration putBack(String key) throws SettingException {
        Optional<SysctlChange> change = former.of(key);
        if (change.isEmpty()) {
            return Restoration.ABSENT;
        }
        Restoration restoration = restore(change.get());
        former.forget(key);
        return restoration;
    }

    private Restoration restore(SysctlChange change) throws SettingException {
        Optional<String> current = place(change.key()).read(change.key());
        if (current.isEmpty()) {
            return Restoration.ABSENT;
        }
        if (current.get().equals(change.before())) {
            return Restoration.RESTORED;
        }
        if (!Objects.equals(current.get(), change.after())) {
            return Restoration.CHANGED_BY_OTHERS;
        }
        place(change.key()).write(change.key(), change.before());
        return Restoration.RESTORED;
    }
}
