package io.kubeipvs.daemon.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files in folders where another user may have put a symbolic link, or a file of the same name. Every file that the program
 * writes is written here. No link is followed at the end of a path, so no other file is overwritten. A file is replaced in
 * one step, so that a reader finds the former content or the new one, also after a crash of the machine.
 */
public final class SafeFile {
    private static final FileAttribute<?> PRIVATE = permissions("rw-------");
    private static final FileAttribute<?> PUBLIC = permissions("rw-r--r--");
    static final FileAttribute<?> PRIVATE_FOLDER = permissions("rwx------");

    /** {@code S_IFMT} of {@code stat(2)}, and its values. */
    private static final int TYPE = 0170000;

    private static final int REGULAR = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;

    /** {@code S_IWGRP | S_IWOTH}, and {@code S_ISVTX}. */
    private static final int OTHERS_WRITE = 022;

    private static final int STICKY = 01000;

    /** Links of the system to what this process has open. */
    private static final Pattern STREAM = Pattern.compile("/dev/(stdout|stderr|fd/[0-9]+)|/proc/self/fd/[0-9]+");

    private SafeFile() {}

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    /** Writes the content of a file. */
    public interface Content {
        /** Writes it. */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Replaces a file of the program itself, or makes it; makes its folder if there is none. Only the owner may read it. A
     * failure leaves the former file. One thread at a time may replace a file.
     *
     * @throws IOException when the folder is a link or another user may write it; ENOSPC, EROFS, EACCES
     */
    public static void replace(Path file, Content content) throws IOException {
        requireFolder(file.toAbsolutePath().getParent());
        replace(file.toAbsolutePath(), content, PRIVATE);
    }

    /** Makes a folder of the program itself if there is none, and requires that no other user may write it. */
    static void requireFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, PRIVATE_FOLDER);
        }
        requireOurs(folder, FOLDER, ourselves());
    }

    /**
     * Writes a file that the user named, in any folder: every user may read it. A link of this name is itself replaced. A
     * device, a pipe and {@code /dev/stdout} are written to.
     */
    public static void write(Path file, String text) throws IOException {
        Path whole = file.toAbsolutePath();
        if (isStream(whole)) {
            Files.writeString(whole, text, StandardOpenOption.WRITE);
        } else {
            replace(whole, out -> out.write(text.getBytes(StandardCharsets.UTF_8)), PUBLIC);
        }
    }

    /**
     * Writes a file that the user named, in any folder: only the owner may read it. A link of this name is itself replaced.
     */
    public static void writePrivate(Path file, Content content) throws IOException {
        replace(file.toAbsolutePath(), content, PRIVATE);
    }

    private static void replace(Path file, Content content, FileAttribute<?> permissions) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh); // left by a program that was killed, or planted
        try {
            fill(fresh, content, permissions);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        try (FileChannel entries = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static void fill(Path fresh, Content content, FileAttribute<?> permissions) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(fresh, options, permissions)) {
            OutputStream out = new Uncloseable(Channels.newOutputStream(channel));
            content.write(out);
            out.flush();
            channel.force(true);
        }
    }

    /** Its writer may close it, and the file is flushed to the disk afterwards. */
    private static final class Uncloseable extends BufferedOutputStream {
        private Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /**
     * Opens a file that only root and the user of this program can have written.
     *
     * @throws NoSuchFileException when there is none
     * @throws IOException when it, or its folder, is a link or can be written by others
     */
    public static InputStream open(Path file) throws IOException {
        return open(file, ourselves());
    }

    static InputStream open(Path file, int user) throws IOException {
        Path whole = file.toAbsolutePath();
        if (!Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        requireOurs(whole.getParent(), FOLDER, user);
        requireOurs(whole, REGULAR, user);
        return Files.newInputStream(whole, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a file that the user named, to write behind what it has. It is created where it is missing. */
    public static OutputStream append(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        if (isStream(whole)) {
            return Files.newOutputStream(whole, StandardOpenOption.APPEND);
        }
        if (Files.isSymbolicLink(whole)) {
            throw new IOException(file + " is a symbolic link");
        }
        return Files.newOutputStream(
                whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isStream(Path whole) throws IOException {
        if (STREAM.matcher(whole.toString()).matches()) {
            return true;
        }
        if (!Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        int type = mode(stat(whole)) & TYPE;
        return type != REGULAR && type != FOLDER && type != LINK;
    }

    /** In a folder with the sticky bit, as /tmp, only the owner of a file can replace it. */
    private static void requireOurs(Path path, int type, int user) throws IOException {
        Map<String, Object> stat = stat(path);
        int mode = mode(stat);
        if ((mode & TYPE) == LINK) {
            throw new IOException(path + " is a symbolic link");
        }
        if ((mode & TYPE) != type) {
            throw new IOException(path + (type == FOLDER ? " is no folder" : " is no regular file"));
        }
        int owner = (int) stat.get("uid");
        if (owner != 0 && owner != user) {
            throw new IOException(path + " belongs to user " + owner);
        }
        boolean isKept = type == FOLDER && (mode & STICKY) != 0;
        if ((mode & OTHERS_WRITE) != 0 && !isKept) {
            throw new IOException(path + " can be written by other users");
        }
    }

    private static Map<String, Object> stat(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static int mode(Map<String, Object> stat) {
        return (int) stat.get("mode");
    }

    /** The effective user id of this process; 0 where it cannot be read. */
    private static int ourselves() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> Integer.parseUnsignedInt(line.split("\\s+")[2]))
                .findFirst()
                .orElse(0);
    }
}
