package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.files.SafeFile;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values of kernel settings before they were changed here, by key: kept in a file, over restarts, until they are
 * put back. Each network namespace has its settings and its file. A file of an earlier boot is ignored, because a boot
 * resets the settings. So is one that another user can have written, because cleanup writes its values to the kernel. Any
 * thread may use it.
 */
public final class FormerValues {
    private static final Logger LOG = LoggerFactory.getLogger(FormerValues.class);

    private static final String FIX = "make the folder of --state-dir writable, and its disk not full";

    /** Far more than a line for each setting. */
    private static final int MAX_BYTES = 1 << 20;

    private final Optional<Path> file;
    private final String boot;
    private final Map<String, SysctlChange> changes = new TreeMap<>();
    private Optional<Problem> problem = Optional.empty();

    private FormerValues(Optional<Path> file, String boot) {
        this.file = file;
        this.boot = boot;
        file.ifPresent(this::read);
    }

    /** Kept in memory only. */
    public static FormerValues inMemory() {
        return new FormerValues(Optional.empty(), "");
    }

    /** Kept in a file of this folder, which is made when it is needed. */
    public static FormerValues in(Path folder) {
        return in(folder, BootId.text());
    }

    static FormerValues in(Path folder, String boot) {
        return new FormerValues(Optional.of(file(folder)), boot);
    }

    /** That of the calling thread's network namespace. */
    static Path file(Path folder) {
        return folder.resolve("former-values." + NetworkNamespaceId.text() + ".json");
    }

    private void read(Path from) {
        try {
            FormerValuesFile saved = FormerValuesFile.read(content(from));
            if (boot.equals(saved.boot())) {
                saved.changes().forEach(change -> changes.put(change.key(), change));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("former_values_none");
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "former_values_unreadable file={} cause=\"{}\" effect=\"cleanup will not put back what was changed"
                            + " before this start\"",
                    from,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = SafeFile.open(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    /**
     * Remembers a change. The value before the first change counts, unless another program changed it in between: then
     * that program's value counts.
     */
    public synchronized void remember(SysctlChange change) {
        SysctlChange known = changes.get(change.key());
        boolean isOurs = known != null && known.after().equals(change.before());
        SysctlChange whole = isOurs ? new SysctlChange(change.key(), known.before(), change.after()) : change;
        SysctlChange last = whole.isChange() ? changes.put(whole.key(), whole) : changes.remove(whole.key());
        if (!Optional.ofNullable(last).equals(Optional.ofNullable(changes.get(change.key())))) {
            write();
        }
    }

    /** The kernel spells the written value in this way. */
    synchronized void correct(String key, String after) {
        SysctlChange known = changes.get(key);
        if (known != null && !known.after().equals(after)) {
            replace(
                    key,
                    Optional.of(new SysctlChange(key, known.before(), after)).filter(SysctlChange::isChange));
        }
    }

    /** Replaces what is remembered of this key. */
    synchronized void replace(String key, Optional<SysctlChange> change) {
        Optional<SysctlChange> last = of(key);
        if (!last.equals(change)) {
            change.ifPresentOrElse(known -> changes.put(key, known), () -> changes.remove(key));
            write();
        }
    }

    /** The remembered change of this key. */
    public synchronized Optional<SysctlChange> of(String key) {
        return Optional.ofNullable(changes.get(key));
    }

    /** All that is remembered, in the order of the keys. */
    public synchronized List<SysctlChange> all() {
        return List.copyOf(changes.values());
    }

    /** It was put back. */
    public synchronized void forget(String key) {
        if (changes.remove(key) != null) {
            write();
        }
    }

    private void write() {
        try {
            if (file.isPresent()) {
                write(file.get());
            }
            problem = Optional.empty();
        } catch (IOException e) {
            if (problem.isEmpty()) {
                LOG.warn("former_values_not_kept_will_retry file={} cause=\"{}\" fix=\"{}\"", file.get(), e, FIX);
            }
            problem = Optional.of(new Problem("former values of kernel settings are not kept: " + e, FIX));
        }
    }

    /** Writes again if the last attempt failed. Returns why they are not kept; empty = they are. */
    public synchronized Optional<Problem> keep() {
        if (problem.isPresent()) {
            write();
        }
        return problem;
    }

    /** Replaces the file in one step, or deletes it when there is nothing to put back. */
    private void write(Path to) throws IOException {
        if (changes.isEmpty()) {
            Files.deleteIfExists(to);
            return;
        }
        String text = new FormerValuesFile(boot, all()).text();
        SafeFile.replace(to, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
