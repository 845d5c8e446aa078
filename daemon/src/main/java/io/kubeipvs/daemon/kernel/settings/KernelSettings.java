package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of all kernel settings that the program changes, in the network namespace of the calling thread. It
 * remembers former values before it writes, sets again what another program changed, and tries again what the kernel
 * refused. For one thread.
 */
public final class KernelSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSettings.class);

    private static final String DISPUTE_FIX =
            "find the program that sets it: files of sysctl.d, tuned, another proxy; or"
                    + " give its value to kube-ipvs";

    private final Place sysctls;
    private final Place timeouts;
    private final Host host;
    private final FormerValues former;

    /** Empty = the packet path alone: nothing that an operator chooses. */
    private Optional<NodeTuning> wanted = Optional.empty();

    /** The value that was set last, by key. */
    private final Map<String, Accepted> accepted = new HashMap<>();

    /** The last logged line about a setting that is not as wanted, by key. */
    private final Map<String, String> logged = new HashMap<>();

    /** The settings that another program changed last. */
    private final Set<String> disputed = new HashSet<>();

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
        wanted = Optional.of(tuning);
    }

    /** Sets what is not as wanted. A setting that is refused keeps no other from being set. */
    public Preparation enforce() {
        List<String> repaired = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Setting setting : OwnedSettings.ALL) {
            if (wanted.isEmpty() && setting.importance() == Setting.Importance.TUNING) {
                continue;
            }
            try {
                Wish wish = setting.rule().of(wanted.orElse(NodeTuning.DEFAULT), host);
                if (wish.kind() == Wish.Kind.BLOCKED) {
                    problems.add(problem(setting, wish.cause(), wish.fix()));
                } else {
                    enforce(setting, wish).ifPresent(change -> {
                        repaired.add(change);
                        problems.add(dispute(change));
                    });
                }
            } catch (SettingException e) {
                problems.add(problem(setting, e.getMessage(), e.fix()));
            }
        }
        former.keep().ifPresent(problems::add);
        return new Preparation(repaired, problems);
    }

    /** It lasts until the next time at which the setting is as it was set. */
    private static Problem dispute(String change) {
        return new Problem("another program changed a kernel setting, and it was set again: " + change, DISPUTE_FIX);
    }

    /** Returns what was repaired. */
    private Optional<String> enforce(Setting setting, Wish wish) throws SettingException {
        return switch (wish.kind()) {
            case SET, RAISE, MERGE -> set(setting, wish);
            case PUT_BACK -> {
                unset(setting.key());
                putBackLogged(setting.key());
                logged.remove(setting.key());
                yield Optional.empty();
            }
            default -> {
                unset(setting.key());
                keep(setting, wish);
                yield Optional.empty();
            }
        };
    }

    private void unset(String key) {
        accepted.remove(key);
        disputed.remove(key);
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
            if (disputed.remove(key)) {
                LOG.info("setting_repaired_no_more setting={} value=\"{}\"", key, current.get());
            }
            return Optional.empty();
        }
        String spelled = write(key, current, target);
        accepted.put(key, new Accepted(wish.value(), spelled));
        solved(key);
        String change = "setting " + key + ": " + current.orElse("") + " instead of " + spelled;
        if (wasSet) {
            if (disputed.add(key)) {
                LOG.warn(
                        "setting_repaired setting={} found=\"{}\" set=\"{}\" cause=\"another program changed it\" fix=\"{}\"",
                        key,
                        current.orElse(""),
                        spelled,
                        DISPUTE_FIX);
            }
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

    /** Gives every setting that was changed here its former value, as far as that is possible. */
    public PutBack putBackAll() {
        return new Restorer(this::place, former).all();
    }

    /** Whether a setting was changed here and not put back. */
    public boolean isAnyChanged() {
        return !former.all().isEmpty();
    }

    private void putBackLogged(String key) throws SettingException {
        Optional<SysctlChange> change = former.of(key);
        if (new Restorer(this::place, former).one(key) == Restoration.RESTORED) {
            change.ifPresent(last -> LOG.info("setting_put_back setting={} to=\"{}\"", key, last.before()));
        }
    }
}
