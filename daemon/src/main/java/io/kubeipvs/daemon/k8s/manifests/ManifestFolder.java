package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.OneLine;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The manifest files of one folder, by name, each parsed again only when it changed. Not safe for use by many threads.
 */
final class ManifestFolder {
    /** Neither hidden nor a backup file of an editor ("#web.yaml#", "web.yaml~", "web.yaml.swp"). */
    private static final Pattern MANIFEST = Pattern.compile("[^.#~].*\\.(yaml|yml|json)");

    /** Two writes closer than this may have the same modification time, by the kernel's clock tick. */
    private static final Duration TIME_GRAIN = Duration.ofSeconds(2);

    private final Path folder;
    private final ManifestParser parser = new ManifestParser();
    private TreeMap<String, Known> known = new TreeMap<>();
    private boolean wasRead;

    ManifestFolder(Path folder) {
        this.folder = folder;
    }

    private record Signature(long size, FileTime modified, Object inode) {}

    /** @param settled whether an equal signature later proves equal content */
    private record Known(ManifestFile file, Optional<Signature> signature, boolean settled) {}

    /**
     * All files, in the order of their names; empty when nothing changed since the last call.
     *
     * @throws IOException when the folder itself cannot be listed
     */
    Optional<List<ManifestFile>> read() throws IOException {
        TreeMap<String, Known> now = new TreeMap<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, ManifestFolder::isManifest)) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                look(path, known.get(name)).ifPresent(file -> now.put(name, file));
            }
        }
        boolean changed = !wasRead || !files(now).equals(files(known));
        known = now;
        wasRead = true;
        return changed ? Optional.of(files(now)) : Optional.empty();
    }

    private static boolean isManifest(Path path) {
        return MANIFEST.matcher(path.getFileName().toString()).matches();
    }

    private static List<ManifestFile> files(TreeMap<String, Known> known) {
        return known.values().stream().map(Known::file).toList();
    }

    private Optional<Known> look(Path path, Known before) {
        ManifestFile last =
                before == null ? ManifestFile.unread(path.getFileName().toString()) : before.file();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return Optional.empty();
            }
            Signature signature = new Signature(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
            if (before != null && before.settled() && before.signature().equals(Optional.of(signature))) {
                return Optional.of(before);
            }
            boolean settled = signature.modified().toInstant().plus(TIME_GRAIN).isBefore(Instant.now());
            return Optional.of(new Known(parse(path, last), Optional.of(signature), settled));
        } catch (IOException e) {
            boolean gone = e instanceof NoSuchFileException && !Files.isSymbolicLink(path);
            return gone
                    ? Optional.empty()
                    : Optional.of(new Known(last.keptDespite(reason(e)), Optional.empty(), false));
        }
    }

    private ManifestFile parse(Path path, ManifestFile last) throws IOException {
        try {
            return parser.parse(last.name(), Files.readAllBytes(path));
        } catch (ManifestException e) {
            return last.keptDespite(e.getMessage());
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "cannot be read: it is a link to a file that does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return "cannot be read: " + OneLine.of(reason);
    }
}
