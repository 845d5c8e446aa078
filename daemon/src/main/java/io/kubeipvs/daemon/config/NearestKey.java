package io.kubeipvs.daemon.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The known key that is most similar to an unknown one. */
final class NearestKey {
    private static final int LONGEST = 100;

    private NearestKey() {}

    private record Candidate(String path, int edits, boolean isInOtherGroup) {}

    /**
     * The key whose name differs in the fewest letters, in the same group if possible; in it, the beginning of a name is
     * enough. Empty if none is similar.
     */
    static Optional<String> to(String unknown, ConfigKeys keys) {
        String name = name(unknown);
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        return keys.all().stream()
                .flatMap(key -> withGroup(key.path()))
                .distinct()
                .map(path -> candidate(path, unknown))
                .filter(candidate -> candidate.edits() <= name.length() * 2 / 5)
                .min(Comparator.comparingInt(Candidate::edits).thenComparing(Candidate::isInOtherGroup))
                .map(Candidate::path);
    }

    private static Candidate candidate(String path, String unknown) {
        boolean isInOtherGroup = !group(path).equals(group(unknown));
        boolean isBeginning =
                !isInOtherGroup && name(unknown).length() > 2 && name(path).startsWith(name(unknown));
        int edits = Edits.between(name(unknown), name(path));
        return new Candidate(path, isBeginning ? Math.min(edits, 1) : edits, isInOtherGroup);
    }

    private static Stream<String> withGroup(String path) {
        return group(path).isEmpty() ? Stream.of(path) : Stream.concat(withGroup(group(path)), Stream.of(path));
    }

    private static String group(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
