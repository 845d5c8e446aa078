package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The changes that {@link KernelSettings#enforce} would make now, as the first time after a start.
 *
 * @param changes in the order in which they would be made
 * @param problems the settings that cannot be as wanted
 */
public record PlannedSettings(List<Change> changes, List<Problem> problems) {
    /**
     * One setting.
     *
     * @param before the present value as the kernel spells it
     * @param after the value that would be written
     */
    public record Change(String key, String before, String after) {
        @Override
        public String toString() {
            return key + " " + before + " -> " + after;
        }
    }

    public PlannedSettings {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /**
     * The changes in the network namespace of the calling thread. Nothing is written.
     *
     * @param folder where former values of settings are remembered
     */
    public static PlannedSettings read(NodeTuning tuning, Path folder) {
        SettingReader sysctls = new SysctlPlace(new Sysctl());
        SettingReader timeouts = new IpvsTimeoutsPlace();
        return of(
                tuning,
                new Host(Path.of("/"), sysctls),
                key -> key.equals(IpvsTimeoutsPlace.KEY) ? timeouts : sysctls,
                FormerValues.in(folder)::of);
    }

    /**
     * @param places where the kernel keeps each key
     * @param former what was changed in an earlier run, by key
     */
    static PlannedSettings of(
            NodeTuning tuning,
            Host host,
            Function<String, SettingReader> places,
            Function<String, Optional<SysctlChange>> former) {
        List<Change> changes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Setting setting : OwnedSettings.ALL) {
            try {
                Wish wish = setting.rule().of(tuning, host);
                if (wish.kind() == Wish.Kind.KEEP) {
                    continue; // a kernel without IPVS cannot even be asked for its timeouts
                }
                Optional<String> current = places.apply(setting.key()).read(setting.key());
                if (wish.kind() == Wish.Kind.BLOCKED) {
                    problems.add(problem(setting, wish.cause(), wish.fix()));
                } else if (current.isPresent()) {
                    change(setting.key(), wish, current.get(), former).ifPresent(changes::add);
                } else if (wish.isValue()) {
                    problems.add(problem(
                            setting,
                            "this kernel or network namespace has no such key",
                            Setting.module(setting.key())));
                }
            } catch (SettingException e) {
                problems.add(problem(setting, e.getMessage(), e.fix()));
            }
        }
        return new PlannedSettings(changes, problems);
    }

    private static Optional<Change> change(
            String key, Wish wish, String current, Function<String, Optional<SysctlChange>> former) {
        Optional<String> target = switch (wish.kind()) {
            case SET, RAISE, MERGE -> Optional.of(wish.target(current));
            case PUT_BACK ->
                former.apply(key).filter(last -> last.after().equals(current)).map(SysctlChange::before);
            case KEEP, BLOCKED -> Optional.empty();
        };
        return target.filter(value -> !value.equals(current)).map(value -> new Change(key, current, value));
    }

    private static Problem problem(Setting setting, String cause, String fix) {
        return new Problem(
                "setting " + setting.key() + " cannot be as wanted: " + cause + "; " + setting.effect(), fix);
    }
}
