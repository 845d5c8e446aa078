package io.kubeipvs.daemon.files;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A Unix socket in a folder of the program, for its own user and root only. Its file replaces that of an earlier program in
 * one step.
 *
 * @param channel accepts connections
 * @param file its path
 * @param identity of the file, which another file of the same path does not have
 */
public record SafeSocket(ServerSocketChannel channel, Path file, Object identity) implements AutoCloseable {
    private static final int BACKLOG = 16;

    /**
     * Listens at this path. The socket is made in a folder that no other user may enter and then moved: at no time can
     * another user connect.
     *
     * @throws IOException when another user may write the folder, or the path is too long for a socket; EACCES, EROFS
     */
    public static SafeSocket listen(Path path) throws IOException {
        Path file = path.toAbsolutePath();
        SafeFile.requireFolder(file.getParent());
        Path room = file.resolveSibling("." + file.getFileName());
        Path fresh = room.resolve("s");
        Files.deleteIfExists(fresh); // left by a program that was killed
        Files.deleteIfExists(room);
        Files.createDirectory(room, SafeFile.PRIVATE_FOLDER);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return new SafeSocket(channel, file, identity(file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(fresh);
            throw e;
        } finally {
            Files.deleteIfExists(room);
        }
    }

    /** With the time of its last change, because a new file may get the number of a deleted one. */
    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, "unix:dev,ino,mode,ctime", LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether clients find this socket at its path: no program removed or replaced the file. */
    public boolean isInPlace() {
        try {
            return identity(file).equals(identity);
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes it, and removes its file, unless that is another program's by now. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (isInPlace()) {
            Files.deleteIfExists(file);
        }
    }
}
