package io.kubeipvs.daemon.commands.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules that this kernel has as files, or built in, as {@code depmod} listed them in the folder of the kernel. */
public final class ModuleFiles {
    private static final List<String> LISTS = List.of("modules.dep", "modules.builtin");

    private final Set<String> names;
    private final boolean isKnown;

    private ModuleFiles(Set<String> names, boolean isKnown) {
        this.names = names;
        this.isKnown = isKnown;
    }

    /** Those of the running kernel. In a container without the host's {@code /lib/modules} nothing is known of them. */
    public static ModuleFiles ofThisKernel() {
        return in(Path.of("/lib/modules", System.getProperty("os.version")));
    }

    static ModuleFiles in(Path folder) {
        Set<String> names = new HashSet<>();
        boolean isKnown = false;
        for (String list : LISTS) {
            try (Stream<String> lines = Files.lines(folder.resolve(list))) {
                lines.map(ModuleFiles::name).forEach(names::add);
                isKnown = true;
            } catch (IOException e) {
                // Without the list it is not known which files exist.
            }
        }
        return new ModuleFiles(names, isKnown);
    }

    /** The module of {@code kernel/net/netfilter/ipvs/ip_vs.ko.xz: …}. */
    private static String name(String line) {
        String path = line.split(":", 2)[0];
        return path.substring(path.lastIndexOf('/') + 1)
                .replaceAll("\\.ko.*", "")
                .replace('-', '_');
    }

    /** Those of these modules that this kernel has not; none if that is not known. */
    public Set<String> missing(Collection<String> modules) {
        return isKnown
                ? modules.stream()
                        .filter(module -> !names.contains(module))
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }
}
