package io.kubeipvs.daemon.kernel.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings in memory. Keys that refuse to be written are as under a read-only {@code /proc/sys}. */
final class FakePlace implements Place {
    final Map<String, String> values = new HashMap<>();
    final Set<String> readOnly = new HashSet<>();
    final List<String> writes = new ArrayList<>();

    /** How the kernel spells some values. */
    final Map<String, String> spellings = new HashMap<>();

    /** Called in the middle of each write, before it has an effect. */
    Runnable onWrite = () -> {};

    @Override
    public Optional<String> read(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public String write(String key, String value) throws SettingException {
        onWrite.run();
        if (!values.containsKey(key)) {
            throw new SettingException("no such key", "modprobe it", null);
        }
        if (readOnly.contains(key)) {
            throw new SettingException("Read-only file system", "sysctl -w " + key + "=" + value, null);
        }
        writes.add(key + "=" + value);
        String spelled = spellings.getOrDefault(value, value);
        values.put(key, spelled);
        return spelled;
    }
}
