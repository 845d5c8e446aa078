package io.kubeipvs.daemon.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a socket. */
class SafeSocketTest {
    @TempDir
    private Path folder;

    @Test
    void itsEndRemovesItsFileAndNotThatOfAnotherProgram() throws Exception {
        Path path = folder.resolve("new/program.sock");
        SafeSocket socket = SafeSocket.listen(path);
        assertThat(socket.isInPlace()).isTrue();
        socket.close();
        assertThat(path).doesNotExist();

        SafeSocket replaced = SafeSocket.listen(path);
        Files.delete(path);
        Files.writeString(path, "of another program");
        assertThat(replaced.isInPlace()).isFalse();
        replaced.close();
        assertThat(path).hasContent("of another program");
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Path path = Files.createSymbolicLink(folder.resolve("program.sock"), precious);
        try (SafeSocket socket = SafeSocket.listen(path)) {
            assertThat(socket.isInPlace()).isTrue();
            assertThat(Files.isSymbolicLink(path)).isFalse();
        }
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aKilledProgramLeavesNothingThatHinders() throws Exception {
        Path room = Files.createDirectory(folder.resolve(".program.sock"));
        Files.writeString(room.resolve("s"), "half a socket");
        try (SafeSocket socket = SafeSocket.listen(folder.resolve("program.sock"))) {
            assertThat(socket.isInPlace()).isTrue();
            assertThat(room).doesNotExist();
        }
    }

    @Test
    void aFolderThatIsALinkIsRefused() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertThatIOException()
                .isThrownBy(() -> SafeSocket.listen(link.resolve("program.sock")))
                .withMessage(link + " is a symbolic link");
        assertThat(real).isEmptyDirectory();
    }
}
